import type { GroupKind } from '../transform/contract.ts';

/**
 * What an object has to do with a running application. `steering`: it starts, scales or guards others, or is looked
 * after by one of them, which has to run until it is gone. `running`: pods come from it.
 */
export type Part = 'steering' | 'running' | 'lying';

const RUNNING: ReadonlySet<GroupKind> = new Set([
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => `${kind}.apps`),
  ...['CronJob.batch', 'Job.batch', 'ReplicationController', 'Pod'],
  'DeploymentConfig.apps.openshift.io',
]);

const STEERING_GROUPS = new Set(['admissionregistration.k8s.io', 'autoscaling', 'policy']);

/** Groups of Kubernetes without a dot; those with one end like the others. */
const OWN_GROUPS = /^(apps|batch|extensions|.*\.k8s\.io|.*\.openshift\.io)?$/;

export function partOf(kind: GroupKind): Part {
  if (RUNNING.has(kind)) return 'running';
  const group = kind.includes('.') ? kind.slice(kind.indexOf('.') + 1) : '';
  return STEERING_GROUPS.has(group) || !OWN_GROUPS.test(group) ? 'steering' : 'lying';
}
