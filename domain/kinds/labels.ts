import { GROUP, NAMESPACE } from './group.ts';

/**
 * Label names of MTC, as far as we write or read them. Scripts, consoles and the Velero plugins select
 * by them, so they are part of the contract, swapped halves included.
 */

/** On everything MTC makes. */
export const PART_OF_LABEL = 'app.kubernetes.io/part-of';
export const PART_OF = NAMESPACE;

/** The label that leads from an object to the one it was made for: `<lower-case kind>=<uid>`. */
export function correlationLabel(kind: string, uid: string): Record<string, string> {
  return { [kind.toLowerCase()]: uid };
}

/** On Velero's objects; the value is the UID of the MigMigration. */
export const VELERO_LABELS = {
  /** The backup of Kubernetes objects. */
  initialBackup: 'migration-initial-backup',
  /** The backup of volumes and images. */
  stageBackup: 'migration-stage-backup',
  /** The restore of volumes and images. */
  stageRestore: 'migration-stage-restore',
  /** The restore of Kubernetes objects. */
  finalRestore: 'migration-final-restore',
  /** On what the stage backup is to contain: its selector. */
  includedInStageBackup: 'migration-included-stage-backup',
} as const;

/** On what a run brought to the target. */
export const MIGRATED_LABELS = {
  /** UID of the MigMigration. */
  byMigration: `${GROUP}/migrated-by-migmigration`,
  /** UID of the MigPlan. A rollback deletes what carries it. */
  byPlan: `${GROUP}/migrated-by-migplan`,
  /** Name of the Velero Backup. */
  byBackup: `${GROUP}/migrated-by-backup`,
  /** UID of a DirectVolumeMigration that no MigMigration made. */
  byDirectVolumeMigration: `${GROUP}/migrated-by-directvolumemigration`,
} as const;

/** For the eyes of people who debug. */
export const DEBUG_LABELS = {
  uid: `${GROUP}/migration-uid`,
  migration: `${GROUP}/migmigration-name`,
  plan: `${GROUP}/migplan-name`,
} as const;

/** On what copies volumes from pod to pod. Network policies of users select by the first three. */
export const RSYNC_LABELS = {
  app: { app: 'directvolumemigration-rsync-transfer' },
  owner: { owner: 'directvolumemigration' },
  purpose: { purpose: 'rsync' },
  /** MD5 of the name of the claim a client pod copies. */
  createdForClaim: `${GROUP}/created-for-pvc`,
  /** Number of the attempt. */
  attempt: `${GROUP}/rsync-attempt`,
  /** `True` once the progress was collected. MTC swaps the halves of the group in this one name. */
  progressDone: 'openshift.migration.io/dvmp-done',
} as const;
