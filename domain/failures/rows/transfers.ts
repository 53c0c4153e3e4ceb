import type { Rows } from '../row.ts';

/** Moving volumes. */
export const TRANSFERS = {
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
  // 304x: who the transfer pods run as
  'DRAY-3040': {
    kind: 'fatal',
    meaning: 'files on the source cannot be read without root',
    advice:
      'Let root in (label the namespace pod-security.kubernetes.io/enforce=baseline), set spec.runAsUser of the MigMigration to their owner, or make the files that the message names readable.',
  },
  'DRAY-3041': {
    kind: 'fatal',
    meaning: 'a namespace admits no transfer pod',
    advice:
      'Change what the message names (PodSecurity, a security context constraint, a policy), or what spec.runAsRoot, spec.runAsUser and spec.runAsGroup of the MigMigration ask for.',
  },
  'DRAY-3042': {
    kind: 'fatal',
    meaning: 'a namespace has no room for a transfer pod',
    advice: 'Raise the quota or the limit range that the message names, or free some of it.',
  },
  'DRAY-3043': {
    kind: 'fatal',
    meaning: 'the volume on the target cannot be written without root',
    advice:
      'Let root in (label the namespace pod-security.kubernetes.io/enforce=baseline), or give the transfer pod the group of the volume: target_supplemental_groups of the MigrationController, or spec.runAsUser of the MigMigration.',
  },
  // 307x: sizes
  'DRAY-3070': {
    kind: 'fatal',
    meaning: 'the use of a volume could not be measured',
    advice:
      'Look at the pod that the message names and at its claim; ask again by spec.refresh of the MigPlan.',
  },
  'DRAY-3071': {
    kind: 'fatal',
    meaning: 'the volume on the target is too small for the data',
    advice:
      'Write a larger proposedCapacity for the volume in the MigPlan, or set enable_dvm_pv_resizing of the MigrationController; then run again.',
  },
  'DRAY-3072': {
    kind: 'fatal',
    meaning: 'the claim on the target is smaller than it has to be, and cannot be enlarged',
    advice:
      'Enlarge the claim, or delete it if its data can be copied anew; where the class has allowVolumeExpansion that is done for you. Without enable_dvm_pv_resizing it may stay as large as the source.',
  },
  'DRAY-3073': {
    kind: 'fatal',
    meaning: 'the storage of the target has no room for a volume of this size',
    advice:
      'Choose another storage class in the plan (selection.storageClass), or give the storage more room.',
  },
} as const satisfies Rows;
