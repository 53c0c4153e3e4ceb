import { PLUGIN_ANNOTATIONS } from '../kinds/annotations.ts';
import { VELERO_LABELS } from '../kinds/labels.ts';
import type { LabelSelector } from '../kinds/label-selector.ts';
import type { KubeObject } from '../kube-object.ts';
import { migratedLabels, runLabels, runObjectName, type RunIdentity } from '../run/identity.ts';
import { groupOf, type ServedKind } from '../objects/served.ts';
import type { GroupKind } from '../transform/contract.ts';
import { groupKindOf } from '../transform/group-kind.ts';

export const VELERO_API = 'velero.io/v1';

/** By it Velero finds what belongs to a location. */
const LOCATION_LABEL = 'velero.io/storage-location';

/** Kept as long as MTC keeps it: a month. */
const BACKUP_TTL = '720h0m0s';

/**
 * What Velero must not carry: volumes are moved by ourselves, and the rest is made anew by the controllers
 * of the target from the objects that own it, or is brought by ourselves where nobody owns it.
 */
const NEVER_IN_BACKUP: Readonly<Record<string, GroupKind>> = {
  persistentvolumes: 'PersistentVolume',
  persistentvolumeclaims: 'PersistentVolumeClaim',
  pods: 'Pod',
  'replicasets.apps': 'ReplicaSet.apps',
  'controllerrevisions.apps': 'ControllerRevision.apps',
  // Velero would make a Job that failed, or that ran during the backup, run again on the target.
  'jobs.batch': 'Job.batch',
  endpoints: 'Endpoints',
  'endpointslices.discovery.k8s.io': 'EndpointSlice.discovery.k8s.io',
  events: 'Event',
  'events.events.k8s.io': 'Event.events.k8s.io',
  'imagestreams.image.openshift.io': 'ImageStream.image.openshift.io',
  'imagestreamtags.image.openshift.io': 'ImageStreamTag.image.openshift.io',
  'imagetags.image.openshift.io': 'ImageTag.image.openshift.io',
  'builds.build.openshift.io': 'Build.build.openshift.io',
  // Each of these is in rbac.authorization.k8s.io as well.
  'roles.authorization.openshift.io': 'Role.authorization.openshift.io',
  'rolebindings.authorization.openshift.io': 'RoleBinding.authorization.openshift.io',
};

/** Whether objects of a kind are looked for when a backup is made. */
export function isBackedUp(kind: GroupKind): boolean {
  return !Object.values(NEVER_IN_BACKUP).includes(kind);
}

export interface BackupRequest {
  run: RunIdentity;
  /** Where the Backup object lives: Velero's namespace. */
  namespace: string;
  /** Namespaces of the application on the source. */
  namespaces: string[];
  /** Name of the BackupStorageLocation. */
  location: string;
  /** What a plan chooses; undefined when it moves all. */
  chosen?: { kinds: readonly ServedKind[]; selector: LabelSelector };
}

export function backupName(run: RunIdentity): string {
  return runObjectName(run, 'initial');
}

/** The backup of the application's objects, as MTC's `initial` backup. */
export function buildBackup({
  run,
  namespace,
  namespaces,
  location,
  chosen,
}: BackupRequest): KubeObject {
  return {
    apiVersion: VELERO_API,
    kind: 'Backup',
    metadata: {
      name: backupName(run),
      namespace,
      labels: {
        ...runLabels(run),
        ...migratedLabels(run),
        [VELERO_LABELS.initialBackup]: run.uid,
        [LOCATION_LABEL]: location,
      },
      annotations: { [PLUGIN_ANNOTATIONS.migrationType]: 'final' },
    },
    spec: {
      includedNamespaces: namespaces,
      ...(chosen === undefined ? {} : chosenPart(chosen)),
      excludedResources: Object.keys(NEVER_IN_BACKUP),
      storageLocation: location,
      snapshotVolumes: false,
      defaultVolumesToFsBackup: false,
      ttl: BACKUP_TTL,
    },
  };
}

/** What nobody chooses does not go into the repository. */
function chosenPart({ kinds, selector }: NonNullable<BackupRequest['chosen']>): object {
  // Velero refuses what is named on both lists; without any name it would take all.
  const carried = kinds.filter((kind) => isBackedUp(groupKindOf(kind)));
  const resources = carried.length === 0 ? ['namespaces'] : carried.map(velerosNameOf);
  return {
    ...(kinds.length === 0 ? {} : { includedResources: resources }),
    ...(Object.keys(selector).length === 0 ? {} : { labelSelector: selector }),
  };
}

function velerosNameOf({ apiVersion, resource }: ServedKind): string {
  const group = groupOf(apiVersion);
  return group === '' ? resource : `${resource}.${group}`;
}

/**
 * The Backup as Velero's own sync would show it to the other cluster, up to a minute later. Its status goes with
 * it: a Backup without one would be taken for a new order. The label of its location does not: a sync that looked
 * into the repository before the backup was there would take a Backup with that label for an orphan, and delete it.
 */
export function replicatedBackup(backup: KubeObject, location: string): KubeObject {
  const { name, namespace, labels = {}, annotations } = backup.metadata;
  return {
    apiVersion: VELERO_API,
    kind: 'Backup',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: Object.fromEntries(
        Object.entries(labels).filter(([label]) => label !== LOCATION_LABEL),
      ),
      annotations: annotations ?? {},
    },
    spec: { ...(backup['spec'] as object), storageLocation: location },
    status: backup['status'],
  };
}
