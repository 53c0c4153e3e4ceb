/** Phases of a run that do something, by what an operator would call the time they take, in the order in which they come. */
const GROUPS = {
  prepare: [
    ...['StartRefresh', 'CleanStaleStagePods', 'WaitForVeleroReady', 'EnsureCloudSecretPropagated'],
  ],
  backup: ['EnsureInitialBackup', 'InitialBackupCreated'],
  'pre-copy': ['CreateDirectVolumeMigrationStage'],
  'pull images': ['PullTargetImages'],
  quiesce: ['QuiesceApplications'],
  'wait for pods': ['EnsureQuiesced'],
  'last delta and comparison': ['WaitForDirectVolumeMigrationToComplete'],
  restore: ['EnsureInitialBackupReplicated', 'EnsureFinalRestore', 'FinalRestoreCreated'],
  start: ['UnQuiesceDestApplications'],
  // Those of a person's own: none of the runs that are measured has any.
  hooks: ['PreBackupHooks', 'PostBackupHooks', 'PreRestoreHooks', 'PostRestoreHooks'],
  'clean up': ['DeleteRsyncResources', 'Verification'],
} as const satisfies Record<string, readonly string[]>;

export type Step = keyof typeof GROUPS | 'other';

/** Every step that a table shows, in order. */
export const STEPS: readonly Step[] = [
  ...(Object.keys(GROUPS) as (keyof typeof GROUPS)[]),
  'other',
];

/** The steps during which the application stands still. */
export const OUTAGE_STEPS = [
  ...(['quiesce', 'wait for pods', 'last delta and comparison', 'restore', 'start'] as const),
] satisfies Step[];

const STEP_OF = new Map<string, Step>(
  Object.entries(GROUPS).flatMap(([step, phases]) =>
    phases.map((phase): [string, Step] => [phase, step as Step]),
  ),
);

export type StepSeconds = Record<Step, number>;

/** Adds the phases of a run up to steps; what no step knows is not lost, but `other`. */
export function secondsByStep(
  phaseSeconds: readonly { phase: string; seconds: number }[],
): StepSeconds {
  const sums = Object.fromEntries(STEPS.map((step) => [step, 0])) as StepSeconds;
  for (const { phase, seconds } of phaseSeconds) sums[STEP_OF.get(phase) ?? 'other'] += seconds;
  return sums;
}
