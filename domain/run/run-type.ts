/** The four migrations of MTC, by the names of our workflows. */
export const RUN_TYPES = ['cutover', 'stage', 'state', 'rollback'] as const;
export type RunType = (typeof RUN_TYPES)[number];

/** What a MigMigration says of its type; a flag that is not `true` is not set. */
export interface RunFlags {
  rollback?: unknown;
  migrateState?: unknown;
  stage?: unknown;
}

/** Whether a run brings the objects of the application, and not its data alone. */
export function movesObjects(type: RunType = 'cutover'): boolean {
  return type === 'cutover';
}

/** Which migration the flags ask for. Several at once are refused when a run is admitted. */
export function runTypeOf({ rollback, migrateState, stage }: RunFlags): RunType {
  if (rollback === true) return 'rollback';
  if (migrateState === true) return 'state';
  return stage === true ? 'stage' : 'cutover';
}
