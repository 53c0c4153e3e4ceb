import type { GroupKind } from '../transform/contract.ts';

/**
 * The order in which objects are made on the target: what others need comes first. Objects of one wave do not need
 * each other.
 */
const WAVES: readonly (readonly GroupKind[] | 'rest')[] = [
  ['CustomResourceDefinition.apiextensions.k8s.io', 'PriorityClass.scheduling.k8s.io'],
  [
    ...['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'].map(
      (kind) => `${kind}.rbac.authorization.k8s.io`,
    ),
    'SecurityContextConstraints.security.openshift.io',
  ],
  ['ServiceAccount'],
  ['Secret', 'ConfigMap'],
  // Limits come before what they limit, and walls before what they protect.
  ['LimitRange', 'ResourceQuota', 'NetworkPolicy.networking.k8s.io', 'NetworkPolicy.extensions'],
  ['Service', 'Endpoints', 'EndpointSlice.discovery.k8s.io'],
  // Their images are on the way while the rest is made.
  ['ImageStream.image.openshift.io'],
  ['Deployment.apps', 'StatefulSet.apps', 'CronJob.batch'],
  'rest',
  // Where a server knows no gate for pods they run as soon as they are there: when all they may need is.
  [
    ...['Pod', 'ReplicationController', 'ReplicaSet.apps', 'DaemonSet.apps', 'Job.batch'],
    'DeploymentConfig.apps.openshift.io',
  ],
  // These hold others up, or change them.
  ['HorizontalPodAutoscaler.autoscaling', 'PodDisruptionBudget.policy'],
  [
    'MutatingWebhookConfiguration.admissionregistration.k8s.io',
    'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
  ],
];

const REST = WAVES.indexOf('rest');

const NUMBERS = new Map(
  WAVES.flatMap((kinds, number) =>
    kinds === 'rest' ? [] : kinds.map((kind) => [kind, number] as const),
  ),
);

/** The number of the wave a kind belongs to; what is not named, as custom resources, comes with the rest. */
export function waveOf(kind: GroupKind): number {
  return NUMBERS.get(kind) ?? REST;
}

/** Things by wave, the first wave first; empty waves are left out. */
export function inWaves<T>(things: readonly T[], kindOf: (thing: T) => GroupKind): T[][] {
  const waves = new Map<number, T[]>();
  for (const thing of things) {
    const number = waveOf(kindOf(thing));
    const wave = waves.get(number);
    if (wave === undefined) waves.set(number, [thing]);
    else wave.push(thing);
  }
  return [...waves].sort(([a], [b]) => a - b).map(([, wave]) => wave);
}
