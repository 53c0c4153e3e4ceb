import type { KubeObject } from '../kube-object.ts';
import type { GroupKind } from './contract.ts';
import { groupKindOf } from './group-kind.ts';
import { lookUp } from './read.ts';

/** Where kinds have the template of their pods. */
const TEMPLATES: Readonly<Record<GroupKind, readonly string[]>> = {
  PodTemplate: ['template'],
  ReplicationController: ['spec', 'template'],
  'DaemonSet.apps': ['spec', 'template'],
  'Deployment.apps': ['spec', 'template'],
  'ReplicaSet.apps': ['spec', 'template'],
  'StatefulSet.apps': ['spec', 'template'],
  // Clusters older than Kubernetes 1.9 know these by no other name.
  'DaemonSet.extensions': ['spec', 'template'],
  'Deployment.extensions': ['spec', 'template'],
  'ReplicaSet.extensions': ['spec', 'template'],
  'DeploymentConfig.apps.openshift.io': ['spec', 'template'],
  'Job.batch': ['spec', 'template'],
  'CronJob.batch': ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Kinds that make pods. */
export const TEMPLATE_KINDS: readonly GroupKind[] = Object.keys(TEMPLATES);

/** Kinds in which there is the spec of a pod. */
export const POD_SPEC_KINDS: readonly GroupKind[] = ['Pod', ...TEMPLATE_KINDS];

/** The way to the spec of a pod; undefined for a kind that has none. */
export function podSpecPath(object: KubeObject): readonly string[] | undefined {
  const kind = groupKindOf(object);
  if (kind === 'Pod') return ['spec'];
  const template = lookUp(TEMPLATES, kind);
  return template === undefined ? undefined : [...template, 'spec'];
}

/** Lists of containers in the spec of a pod. */
export const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;
