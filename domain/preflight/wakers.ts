import type { KubeObject } from '../kube-object.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { annotationOf, at } from '../transform/read.ts';
import type { GroupKind } from '../transform/contract.ts';

/** Kinds that scale others, and whether one of them scales up what somebody else has scaled to zero. */
const WAKES: Readonly<Record<GroupKind, (autoscaler: KubeObject) => boolean>> = {
  // It lets alone what is at zero, unless zero is among the sizes it may choose.
  'HorizontalPodAutoscaler.autoscaling': (autoscaler) =>
    at(autoscaler, ['spec', 'minReplicas']) === 0,
  'ScaledObject.keda.sh': (scaledObject) => !isPaused(scaledObject),
};

/** Where such kinds are served, if they are; the newest version first. */
export const AUTOSCALERS = [
  {
    kind: 'HorizontalPodAutoscaler',
    apiVersions: ['autoscaling/v2', 'autoscaling/v2beta2', 'autoscaling/v1'],
  },
  { kind: 'ScaledObject', apiVersions: ['keda.sh/v1alpha1'] },
] as const;

/** Autoscalers that would start again what is stopped. */
export function wakers(autoscalers: readonly KubeObject[]): KubeObject[] {
  return autoscalers.filter((autoscaler) => WAKES[groupKindOf(autoscaler)]?.(autoscaler) === true);
}

const PAUSED = 'autoscaling.keda.sh/paused';

/** Either as it is, or at a size that it then keeps. */
function isPaused(scaledObject: KubeObject): boolean {
  const replicas = annotationOf(scaledObject, `${PAUSED}-replicas`);
  return annotationOf(scaledObject, PAUSED) === 'true' || replicas === '0';
}
