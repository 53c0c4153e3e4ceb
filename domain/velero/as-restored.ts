import type { KubeObject } from '../kube-object.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { at, isRecord, listAt } from '../transform/read.ts';

/** Source namespace → target namespace, only where they differ. */
export type NamespaceMapping = Readonly<Record<string, string>>;

/** Set anew by the target's server, or dropped by Velero; of no account when two objects are compared. */
const OF_ONE_CLUSTER: ReadonlySet<string> = new Set([
  ...['generateName', 'selfLink', 'uid', 'resourceVersion', 'generation', 'creationTimestamp'],
  ...['deletionTimestamp', 'deletionGracePeriodSeconds', 'ownerReferences', 'managedFields'],
]);

/**
 * Velero reads a Service into the type it was built with (Kubernetes 1.31), and loses what that does not know.
 */
const KNOWN_OF_A_SERVICE: ReadonlySet<string> = new Set([
  ...['ports', 'selector', 'type', 'externalName', 'externalIPs', 'publishNotReadyAddresses'],
  ...['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'sessionAffinity'],
  ...['sessionAffinityConfig', 'loadBalancerIP', 'loadBalancerClass', 'loadBalancerSourceRanges'],
  ...['allocateLoadBalancerNodePorts', 'externalTrafficPolicy', 'internalTrafficPolicy'],
  ...['healthCheckNodePort', 'trafficDistribution'],
]);

/** What Velero's own code changes in an object of one kind, before the modifiers see it. */
const CHANGES: Readonly<
  Record<string, (object: KubeObject, mapping: NamespaceMapping) => KubeObject>
> = {
  Service: asVeleroKnowsServices,
  'RoleBinding.rbac.authorization.k8s.io': withMappedSubjects,
};

/**
 * An object of a backup as Velero 1.16 is about to create it, still in its old namespace: what the modifiers of a
 * Restore see. Node ports are as they were, since the Restore asks for that.
 */
export function asVeleroRestores(object: KubeObject, mapping: NamespaceMapping): KubeObject {
  const change = CHANGES[groupKindOf(object)];
  const stripped = withoutCluster(object);
  return change === undefined ? stripped : change(stripped, mapping);
}

/** An object without what one cluster alone can know of it. */
export function withoutCluster(object: KubeObject): KubeObject {
  const kept = Object.entries(object.metadata).filter(([key]) => !OF_ONE_CLUSTER.has(key));
  const stripped = { ...object, metadata: Object.fromEntries(kept) } as KubeObject;
  delete stripped['status'];
  return stripped;
}

/** Its addresses go, unless it has none on purpose. */
function asVeleroKnowsServices(service: KubeObject): KubeObject {
  const spec = at(service, ['spec']);
  if (!isRecord(spec)) return service;
  const known = Object.entries(spec).filter(([key]) => KNOWN_OF_A_SERVICE.has(key));
  const kept =
    spec['clusterIP'] === 'None'
      ? known
      : known.filter(([key]) => key !== 'clusterIP' && key !== 'clusterIPs');
  return { ...service, spec: Object.fromEntries(kept) };
}

function withMappedSubjects(binding: KubeObject, mapping: NamespaceMapping): KubeObject {
  const subjects = listAt(binding, ['subjects']);
  if (subjects.length === 0) return binding;
  return { ...binding, subjects: subjects.map((subject) => withMappedNamespace(subject, mapping)) };
}

function withMappedNamespace(subject: unknown, mapping: NamespaceMapping): unknown {
  if (!isRecord(subject)) return subject;
  const { namespace } = subject;
  if (typeof namespace !== 'string' || !Object.hasOwn(mapping, namespace)) return subject;
  return { ...subject, namespace: mapping[namespace] };
}
