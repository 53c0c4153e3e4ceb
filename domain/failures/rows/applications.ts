import type { Rows } from '../row.ts';

/** Velero, objects, workloads and hooks. */
export const APPLICATIONS = {
  // 40xx: Velero
  'DRAY-4001': {
    kind: 'waiting',
    meaning: 'Velero has not finished yet',
    advice: 'Look at the log of the velero pod.',
  },
  'DRAY-4002': {
    kind: 'fatal',
    meaning: 'the Velero backup failed',
    advice: 'Read `velero backup logs` of the backup that the message names.',
  },
  'DRAY-4003': {
    kind: 'fatal',
    meaning: 'the Velero restore failed',
    advice: 'Read `velero restore logs` of the restore that the message names.',
  },
  'DRAY-4004': {
    kind: 'fatal',
    meaning: 'Velero cannot use the replication repository',
    advice: 'Look at the BackupStorageLocation that the message names.',
  },
  // 41xx: objects, when we make them ourselves
  'DRAY-4101': {
    kind: 'fatal',
    meaning: 'objects could not be made on the target',
    advice: 'Correct what the message says of each object, or leave it out, and run again.',
  },
  'DRAY-4102': {
    kind: 'fatal',
    meaning: 'a webhook of the target does not answer',
    advice: 'Start what answers the webhook, or remove its configuration, and run again.',
  },
  'DRAY-4103': {
    kind: 'fatal',
    meaning: 'a custom kind did not become available on the target',
    advice: 'Look at the conditions of the CustomResourceDefinition that the message names.',
  },
  // 50xx: workloads
  'DRAY-5001': {
    kind: 'waiting',
    meaning: 'pods of the application have not ended yet',
    advice:
      'Look at the pods that the message names: finalizers, a long grace period, a lost node.',
  },
  'DRAY-5002': {
    kind: 'fatal',
    meaning: 'the application did not stop in time',
    advice: 'End the pods that the message names, or shorten their grace period; then run again.',
  },
  'DRAY-5003': {
    kind: 'fatal',
    meaning: 'the application did not become ready on the target in time',
    advice: 'Look at the pods that the message names on the target.',
  },
  'DRAY-5004': {
    kind: 'fatal',
    meaning: 'the application was started again on the source',
    advice:
      'Find what starts it (an operator, GitOps, an autoscaler), pause that for the cutover, and run again.',
  },
  'DRAY-5005': {
    kind: 'fatal',
    meaning: 'the application on the target did not stop in time',
    advice:
      'End the pods that the message names, and roll back again: the source is not started before.',
  },
  'DRAY-5006': {
    kind: 'fatal',
    meaning: 'objects on the target could not be deleted',
    advice:
      'Free the objects that the message names of what holds them, and roll back again: it goes on where it was.',
  },
  'DRAY-5007': {
    kind: 'fatal',
    meaning: 'what a workload was before it was stopped is not known',
    advice:
      'Scale or resume the workload that the message names by hand, and remove its annotation `drayage.dev/quiesced-by`.',
  },
  // 51xx: hooks
  'DRAY-5101': {
    kind: 'fatal',
    meaning: 'a hook failed',
    advice:
      'Read what its log says, correct the hook (MigHook), and run again; a run that holds goes on with `dray retry`.',
  },
  'DRAY-5102': {
    kind: 'fatal',
    meaning: 'a hook did not end in time',
    advice:
      'Find what it waits for, or give it more time (MigHook spec.activeDeadlineSeconds), and run again.',
  },
  'DRAY-5103': {
    kind: 'fatal',
    meaning: 'a hook cannot run',
    advice:
      'Correct what keeps its pod from starting: image, service account, quota and PodSecurity are the usual reasons.',
  },
} as const satisfies Rows;
