import { GROUP } from './group.ts';

/** Annotation names of MTC, as far as we write or read them, by who reads them. */

/** What Velero's plugins read from Backups and Restores. */
export const PLUGIN_ANNOTATIONS = {
  /** `stage` or `final`. */
  migrationType: `${GROUP}/migmigration-type`,
  /** `true` when the application was quiesced. Not on the initial backup. */
  quiescePods: 'openshift.io/migrate-quiesce-pods',
  /** `true` leaves images alone. */
  disableImageCopy: `${GROUP}/disable-image-copy`,
  /** `clusterIP:port` of the registry in between. */
  registry: 'openshift.io/migration-registry',
  /** The directory in it. */
  registryDirectory: 'openshift.io/migration-registry-dir',
  /** The image of stage pods on the target. */
  stagePodImage: `${GROUP}/stage-pod-image`,
} as const;

/** What Velero's plugins read from volumes and claims. */
export const VOLUME_ANNOTATIONS = {
  /** `move` or `copy`. */
  action: 'openshift.io/migrate-type',
  storageClass: 'openshift.io/target-storage-class',
  accessMode: 'openshift.io/target-access-mode',
  /** `filesystem` or `snapshot`. */
  copyMethod: `${GROUP}/copy-method`,
  /** Reclaim policy that a volume had before it was moved; on the volume itself. */
  originalReclaimPolicy: `${GROUP}/orig-reclaim-policy`,
} as const;

/** What a workload was before it was quiesced, kept on the workload itself. */
export const QUIESCE_ANNOTATIONS = {
  /** Replicas, or the parallelism of a Job. */
  replicas: `${GROUP}/preQuiesceReplicas`,
  paused: `${GROUP}/preQuiescePaused`,
  suspend: `${GROUP}/preQuiesceSuspend`,
  /** JSON. */
  nodeSelector: `${GROUP}/preQuiesceNodeSelector`,
  /** Run strategy of a virtual machine. */
  runStrategy: `${GROUP}/vm-run-strategy`,
  /** Whether a virtual machine is to be started again. */
  startMachine: `${GROUP}/start-vm`,
} as const;

/** What the plugins leave on every object that passes them: versions and registries of both clusters. */
export const REGISTRY_ANNOTATIONS = {
  sourceVersion: 'openshift.io/backup-server-version',
  sourceRegistry: 'openshift.io/backup-registry-hostname',
  targetVersion: 'openshift.io/restore-server-version',
  targetRegistry: 'openshift.io/restore-registry-hostname',
} as const;

/** The node selector no node satisfies: it sends the pods of a DaemonSet away. */
export const QUIESCE_NODE_SELECTOR = { [`${GROUP}/quiesceDaemonSet`]: 'true' } as const;
