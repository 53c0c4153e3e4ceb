import * as z from 'zod';
import type { KubeObject } from '../../../domain/kube-object.ts';

export const RUN_TYPES = ['cutover', 'stage', 'state', 'rollback'] as const;
export type RunType = (typeof RUN_TYPES)[number];

const Flags = z
  .object({
    rollback: z.boolean().catch(false),
    migrateState: z.boolean().catch(false),
    stage: z.boolean().catch(false),
  })
  .catch({ rollback: false, migrateState: false, stage: false });

/** Which of MTC's four migrations the flags of a MigMigration ask for. */
export function runType(migration: KubeObject): RunType {
  const { rollback, migrateState, stage } = Flags.parse(migration['spec']);
  if (rollback) return 'rollback';
  if (migrateState) return 'state';
  return stage ? 'stage' : 'cutover';
}
