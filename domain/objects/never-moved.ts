import type { GroupKind } from '../transform/contract.ts';
import { byGroupKind, type ServedApi, type ServedKind } from './served.ts';

/** Kinds that stay on the source whatever an object of them says. */
export interface NeverMoved {
  /** One kind, or `*.group` for all of a group. */
  kinds: GroupKind;
  /** Why, as it reads behind "is left behind: ". */
  because: string;
  /** People make its objects, and may miss them: reports name each. The others come and go by themselves. */
  missed?: true;
}

/**
 * What is not even looked at. What is left behind for the sake of a single object (a ReplicaSet that a Deployment
 * owns, a ConfigMap that every namespace has) is a rule of domain/transform.
 */
export const NEVER_MOVED: readonly NeverMoved[] = [
  { kinds: 'Event', because: 'it tells of what happened on the source' },
  { kinds: 'Event.events.k8s.io', because: 'it tells of what happened on the source' },
  { kinds: 'Lease.coordination.k8s.io', because: 'it says who leads at the moment' },
  { kinds: 'ControllerRevision.apps', because: 'its controller makes it anew' },
  { kinds: '*.metrics.k8s.io', because: 'it is measured, not stored' },
  { kinds: '*.custom.metrics.k8s.io', because: 'it is measured, not stored' },
  { kinds: '*.external.metrics.k8s.io', because: 'it is measured, not stored' },
  { kinds: 'CSIStorageCapacity.storage.k8s.io', because: 'it tells of storage of the source' },
  {
    kinds: 'VolumeSnapshot.snapshot.storage.k8s.io',
    because: 'it lies in storage of the source',
    missed: true,
  },
  { kinds: '*.velero.io', because: 'it is an order to the Velero of the source' },
  { kinds: '*.oadp.openshift.io', because: 'it is an order to the Velero of the source' },
  { kinds: '*.migration.openshift.io', because: 'it describes migrations of the source' },
  { kinds: 'Order.acme.cert-manager.io', because: 'it is made anew for its certificate' },
  { kinds: 'Challenge.acme.cert-manager.io', because: 'it is made anew for its certificate' },
  { kinds: 'CertificateRequest.cert-manager.io', because: 'it is made anew for its certificate' },
  {
    kinds: 'CiliumEndpoint.cilium.io',
    because: 'the network of each cluster makes it for its pods',
  },
  { kinds: '*.wgpolicyk8s.io', because: 'it reports on what is on the source' },
  // OpenShift
  // Views of rbac.authorization.k8s.io. RoleBindingRestriction, of the same group, has no twin there.
  { kinds: 'Role.authorization.openshift.io', because: 'it is a view of the Role' },
  { kinds: 'RoleBinding.authorization.openshift.io', because: 'it is a view of the RoleBinding' },
  { kinds: 'ClusterRole.authorization.openshift.io', because: 'it is a view of the ClusterRole' },
  {
    kinds: 'ClusterRoleBinding.authorization.openshift.io',
    because: 'it is a view of the ClusterRoleBinding',
  },
  { kinds: 'AppliedClusterResourceQuota.quota.openshift.io', because: 'it is a view' },
  { kinds: 'PackageManifest.packages.operators.coreos.com', because: 'it is a view' },
  // Views of the stream: such a tag even has its uid.
  { kinds: 'ImageStreamTag.image.openshift.io', because: 'its image stream brings it' },
  { kinds: 'ImageTag.image.openshift.io', because: 'its image stream brings it' },
  { kinds: 'Build.build.openshift.io', because: 'it has run; its BuildConfig makes others' },
  {
    kinds: 'TemplateInstance.template.openshift.io',
    because: 'what it made is moved itself',
    missed: true,
  },
  // What OLM and the service catalog own is installed on each cluster by them.
  { kinds: 'ClusterServiceVersion.operators.coreos.com', because: 'OLM installs operators' },
  {
    kinds: 'Subscription.operators.coreos.com',
    because: 'OLM installs operators',
    missed: true,
  },
  { kinds: 'InstallPlan.operators.coreos.com', because: 'OLM installs operators' },
  {
    kinds: 'OperatorGroup.operators.coreos.com',
    because: 'OLM installs operators',
    missed: true,
  },
  { kinds: 'OperatorCondition.operators.coreos.com', because: 'OLM installs operators' },
  {
    kinds: '*.servicecatalog.k8s.io',
    because: 'the service catalog of each cluster owns it',
    missed: true,
  },
];

const BY_KINDS = new Map(NEVER_MOVED.map((one) => [one.kinds, one]));

/** Why objects of a kind are never moved; undefined when they are. */
export function neverMovedBecause(kind: GroupKind): string | undefined {
  return rowOf(kind)?.because;
}

/** Kinds of a source that never move although people may miss their objects, each in its preferred version. */
export function missedKinds(source: ServedApi): ServedKind[] {
  return [...byGroupKind(source)].flatMap(([name, [first]]) =>
    first?.namespaced === true && first.verbs.includes('list') && rowOf(name)?.missed === true
      ? first
      : [],
  );
}

function rowOf(kind: GroupKind): NeverMoved | undefined {
  const group = kind.includes('.') ? kind.slice(kind.indexOf('.') + 1) : '';
  return BY_KINDS.get(kind) ?? BY_KINDS.get(`*.${group}`);
}
