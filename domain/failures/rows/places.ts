import type { Rows } from '../row.ts';

/** Reaching clusters and storage. */
export const PLACES = {
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
  'DRAY-1108': {
    kind: 'fatal',
    meaning: 'the replication repository is full',
    advice:
      'Give the S3 server or the quota of the bucket more room, or delete old backups; then run again.',
  },
} as const satisfies Rows;
