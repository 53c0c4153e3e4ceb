/** Names by which clients and workers meet in Temporal. Running workflows keep them: never change one. */

/** Where workflows and quick acts run. */
export const TASK_QUEUE = 'drayage';

/** One running migration per plan: Temporal itself refuses a second execution of the same id. */
export function runWorkflowId(namespace: string, plan: string): string {
  return `${namespace}/${plan}`;
}

/** A run that waits for its time; the id of the plan stays free for others until then. */
export function startWorkflowId(namespace: string, migration: string, uid: string): string {
  return `start/${namespace}/${migration}/${uid}`;
}

/** What the controller asks to be looked at. */
export type CheckedKind =
  'MigCluster' | 'MigStorage' | 'MigHook' | 'MigPlan' | 'MigrationController';

export function checkWorkflowId(kind: string, namespace: string, name: string): string {
  return `check/${kind}/${namespace}/${name}`;
}

export function measureWorkflowId(namespace: string, plan: string): string {
  return `measure/${namespace}/${plan}`;
}

export function dryRunWorkflowId(namespace: string, plan: string): string {
  return `dry-run/${namespace}/${plan}`;
}

/** Ids of Temporal's schedules begin with it. */
export const SCHEDULE_PREFIX = 'schedule/';

export function scheduleId(namespace: string, schedule: string): string {
  return `${SCHEDULE_PREFIX}${namespace}/${schedule}`;
}

/** Temporal puts the time behind it for which the run was meant: `-2026-11-23T22:00:00Z`. */
export function scheduledRunId(namespace: string, schedule: string): string {
  return `scheduled/${namespace}/${schedule}`;
}

const COPY_PREFIX = 'direct-volume-migration/';

/** A DirectVolumeMigration that somebody applied. */
export function copyWorkflowId(namespace: string, name: string, uid: string): string {
  return `${COPY_PREFIX}${namespace}/${name}/${uid}`;
}

/** Query of a run: where it stands at this moment, also while nobody can write its status. */
export const WHERE = 'where';

/** Signal to a check or a dry run: what it has looked at may be another by now. */
export const CHECK_ANEW = 'anew';

/** Update of a run: what a person decides about a step that failed. */
export const DECIDE = 'decide';

/** Signal to a run: an act of it keeps failing, and is tried again. */
export const TROUBLE = 'trouble';

/** The run that a workflow is part of: volumes are copied by children. */
export function runOfWorkflow(workflowId: string): string {
  const steps = workflowId.startsWith(COPY_PREFIX) ? 4 : 2;
  return workflowId.split('/').slice(0, steps).join('/');
}

export function volumeWorkflowId(
  run: string,
  volume: { namespace: string; claim: string },
  part: 'pre-copy' | 'last-delta',
): string {
  return `${run}/volume/${volume.namespace}/${volume.claim}/${part}`;
}
