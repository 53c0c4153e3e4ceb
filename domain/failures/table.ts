import type { FailureKind } from './failure.ts';

interface Row {
  kind: FailureKind;
  /** What it means, in a few words; it opens every message. */
  meaning: string;
  /** What a person should do when no better advice is known. */
  advice: string;
}

/** The closed table of failures. Codes are stable: add rows, never reuse one. docs/failures.md is made from it. */
export const FAILURES = {
  // 10xx: reaching a cluster
  'DRAY-1001': {
    kind: 'transient',
    meaning: 'the name of the API server does not resolve',
    advice:
      'Check the host in MigCluster spec.url and the DNS of the machine that runs the workers.',
  },
  'DRAY-1002': {
    kind: 'transient',
    meaning: 'the API server cannot be reached',
    advice:
      'Check that the API server runs and that no firewall stands between it and the workers.',
  },
  'DRAY-1003': {
    kind: 'fatal',
    meaning: 'the certificate of the API server is not trusted',
    advice: 'Put the CA of the cluster into MigCluster spec.caBundle, or set spec.insecure: true.',
  },
  'DRAY-1004': {
    kind: 'fatal',
    meaning: 'the API server refused the token (401)',
    advice:
      'Renew the token in the Secret that MigCluster spec.serviceAccountSecretRef names (key saToken).',
  },
  'DRAY-1005': {
    kind: 'fatal',
    meaning: 'the token lacks a right (403)',
    advice: 'Bind the service account to a role with the right that the message names.',
  },
  'DRAY-1006': {
    kind: 'transient',
    meaning: 'the API server is busy or failing',
    advice: 'Nothing, if it passes; otherwise look at the health of the control plane.',
  },
  'DRAY-1007': {
    kind: 'fatal',
    meaning: 'the object does not exist',
    advice: 'Create the object that the message names, or correct the reference to it.',
  },
  'DRAY-1008': {
    kind: 'transient',
    meaning: 'the object was changed by somebody else at the same moment',
    advice: 'Nothing: it is tried again with the newer version.',
  },
  'DRAY-1009': {
    kind: 'fatal',
    meaning: 'the API server refused the object',
    advice: 'Correct the field that the message names.',
  },
  'DRAY-1010': {
    kind: 'fatal',
    meaning: 'the cluster does not serve this kind',
    advice: 'Install the CustomResourceDefinition or API extension that brings the kind.',
  },
  'DRAY-1011': {
    kind: 'fatal',
    meaning: 'the object exists already and is not ours',
    advice: 'Move or rename the object that the message names; nothing foreign is overwritten.',
  },
  // 11xx: the replication repository
  'DRAY-1101': {
    kind: 'transient',
    meaning: 'the name of the S3 server does not resolve',
    advice: 'Check MigStorage spec.backupStorageConfig.awsS3Url.',
  },
  'DRAY-1102': {
    kind: 'transient',
    meaning: 'the S3 server cannot be reached',
    advice: 'Check that the S3 server runs and that the workers may connect to it.',
  },
  'DRAY-1103': {
    kind: 'fatal',
    meaning: 'the certificate of the S3 server is not trusted',
    advice:
      'Put its CA into MigStorage spec.backupStorageConfig.s3CustomCABundle, or set insecure: true.',
  },
  'DRAY-1104': {
    kind: 'fatal',
    meaning: 'the S3 server refused the access key (401)',
    advice:
      'Correct the keys aws-access-key-id and aws-secret-access-key in the Secret of the MigStorage.',
  },
  'DRAY-1105': {
    kind: 'fatal',
    meaning: 'the access key may not use the bucket (403)',
    advice:
      'Grant the key list, read, write and delete on the bucket; check the secret key for typing errors.',
  },
  'DRAY-1106': {
    kind: 'fatal',
    meaning: 'the bucket does not exist',
    advice: 'Create the bucket, or correct spec.backupStorageConfig.awsBucketName.',
  },
  'DRAY-1107': {
    kind: 'transient',
    meaning: 'the S3 server is busy or failing',
    advice: 'Nothing, if it passes; otherwise look at the health of the S3 server.',
  },
  // 20xx: what is wanted
  'DRAY-2001': {
    kind: 'fatal',
    meaning: 'a field is invalid',
    advice: 'Correct the field that the message names.',
  },
  'DRAY-2002': {
    kind: 'fatal',
    meaning: 'a field is not supported by this version',
    advice: 'Remove the field, or use a version that supports it; nothing was done.',
  },
  'DRAY-2003': {
    kind: 'fatal',
    meaning: 'a referenced object is missing or not ready',
    advice: 'Look at the conditions of the object that the message names.',
  },
  'DRAY-2004': {
    kind: 'fatal',
    meaning: 'the plan cannot be run as it is',
    advice: 'Look at the conditions of the MigPlan.',
  },
  'DRAY-2005': {
    kind: 'waiting',
    meaning: 'another run of the plan is in progress',
    advice: 'Nothing: the run starts when the other one has ended.',
  },
  'DRAY-2006': {
    kind: 'fatal',
    meaning: 'the run has ended already',
    advice: 'Nothing can be changed about it; start another run of the plan if one is needed.',
  },
  'DRAY-2007': {
    kind: 'fatal',
    meaning: 'the plan does not say what becomes of a volume',
    advice:
      'Look at the volumes of the plan (spec.persistentVolumes), choose copy or skip, and run again.',
  },
  'DRAY-2008': {
    kind: 'fatal',
    meaning: 'the application cannot be moved as it is',
    advice: 'Change what the message names, or leave it out of the plan.',
  },
  'DRAY-2009': {
    kind: 'fatal',
    meaning: 'an image of the application cannot be pulled on the target',
    advice:
      'Make the image available to the nodes of the target (registry, pull secret, mirror), and run again; the application still runs on the source.',
  },
  'DRAY-2010': {
    kind: 'fatal',
    meaning: 'no node of the target takes the pods of the application',
    advice:
      'Label nodes of the target as the node selector and affinity of the workload ask, or change them; the application still runs on the source.',
  },
  'DRAY-2011': {
    kind: 'fatal',
    meaning: 'the decision does not fit the run',
    advice: 'Look at where the run stands (dray status), and decide about that.',
  },
  'DRAY-2013': {
    kind: 'fatal',
    meaning: 'there is nothing to go back to',
    advice:
      'The target may hold the only copy: keep it. To give it up all the same, delete it there by hand.',
  },
  'DRAY-2014': {
    kind: 'fatal',
    meaning: 'nobody knows what a run of the plan made',
    advice:
      'Delete on the target what the message names, if it is of that run; then roll back again.',
  },
  'DRAY-2020': {
    kind: 'fatal',
    meaning: 'a run of the schedule failed, and the schedule is paused',
    advice: 'Look at the run that the message names, mend what it says, then resume the schedule.',
  },
  'DRAY-2021': {
    kind: 'fatal',
    meaning: 'the time to begin has passed',
    advice: 'Order another run, for a time to come.',
  },
  // 30xx: volumes
  'DRAY-3002': {
    kind: 'fatal',
    meaning: 'a claim on the target cannot be bound',
    advice:
      'Choose a storage class that the target offers (MigPlan spec.persistentVolumes[].selection.storageClass).',
  },
  'DRAY-3004': {
    kind: 'fatal',
    meaning: 'a transfer pod cannot run',
    advice:
      'Look at the pod and its events; PodSecurity, quota, image or volume are the usual reasons.',
  },
  'DRAY-3005': {
    kind: 'transient',
    meaning: 'the connection between the transfer pods broke or is not there yet',
    advice: 'Check that the NodePort of the target is reachable from the nodes of the source.',
  },
  'DRAY-3006': {
    kind: 'fatal',
    meaning: 'the transfer pods do not share the key of the run',
    advice: 'Cancel the run and start it again: it makes a new key.',
  },
  'DRAY-3007': {
    kind: 'fatal',
    meaning: 'the volume on the target is full',
    advice: 'Enlarge the claim on the target, or choose a larger one in the plan.',
  },
  'DRAY-3008': {
    kind: 'fatal',
    meaning: 'part of the volume could not be copied',
    advice:
      'Look at the files that the message names; their rights or their disk are the usual reasons.',
  },
  'DRAY-3009': {
    kind: 'fatal',
    meaning: 'the copy differs from the source',
    advice: 'Find who writes to the volume while the application is stopped, then run again.',
  },
  'DRAY-3010': {
    kind: 'fatal',
    meaning: 'a claim of that name is on the target and must not be copied over',
    advice:
      'Move the claim away or choose another target namespace; nothing foreign is overwritten.',
  },
  'DRAY-3011': {
    kind: 'fatal',
    meaning: 'rsync cannot be used as it is',
    advice: 'Use the mover image that belongs to this version.',
  },
  'DRAY-3012': {
    kind: 'transient',
    meaning: 'a pass was interrupted',
    advice: 'Nothing: the pass is started again and continues where it was.',
  },
  'DRAY-3013': {
    kind: 'fatal',
    meaning: 'the source volume is empty and the target is not',
    advice: 'Check that the right volume is mounted on the source; the target was left as it is.',
  },
  'DRAY-3014': {
    kind: 'fatal',
    meaning: 'a pass failed too often',
    advice:
      'Look at the transfer pods and at the network between the clusters, then run again: what has arrived stays.',
  },
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
  // 60xx: doors
  'DRAY-6001': {
    kind: 'fatal',
    meaning: 'no valid token',
    advice: 'Send `Authorization: Bearer TOKEN` with a token of the host cluster.',
  },
  'DRAY-6002': {
    kind: 'fatal',
    meaning: 'a right is missing',
    advice: 'Ask for the right that the message names.',
  },
  'DRAY-6003': {
    kind: 'transient',
    meaning: 'the Drayage server cannot be reached',
    advice: 'Start it with `dray serve`, or name it with --server.',
  },
  'DRAY-6004': {
    kind: 'fatal',
    meaning: 'there is no such path',
    advice: 'Compare the path with the ones in /openapi.json.',
  },
  'DRAY-6005': {
    kind: 'fatal',
    meaning: 'the path does not know this method',
    advice: 'Use one of the methods that the header Allow names.',
  },
  'DRAY-6006': {
    kind: 'fatal',
    meaning: 'the body cannot be read',
    advice: 'Send JSON with the header `Content-Type: application/json`.',
  },
  'DRAY-6007': {
    kind: 'fatal',
    meaning: 'the idempotency key belongs to another request',
    advice: 'Use a new key for a new request; repeat an old request without a change.',
  },
  // 90xx: ourselves
  'DRAY-9001': {
    kind: 'transient',
    meaning: 'an unexpected error',
    advice: 'It is tried again; if it stays, report it with the log of the worker.',
  },
  // 91xx: Temporal
  'DRAY-9101': {
    kind: 'fatal',
    meaning: 'the Temporal namespace lacks search attributes',
    advice: 'Have somebody who may do it add the search attributes that the message names.',
  },
} as const satisfies Record<`DRAY-${number}`, Row>;

export type FailureCode = keyof typeof FAILURES;
