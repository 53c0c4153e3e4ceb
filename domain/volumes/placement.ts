import type { KubeObject } from '../kube-object.ts';
import { claimsOf, isActive } from '../quiesce/pods.ts';
import type { Placement, Toleration } from '../transfer/manifests/spec.ts';

interface PodSpec {
  nodeName?: string;
  tolerations?: Toleration[];
}

/** Beside the pod that mounts the claim now, since a ReadWriteOnce volume is on one node only. */
export function senderPlacement(
  claim: string,
  pods: readonly KubeObject[],
  nodes: readonly KubeObject[],
): Placement {
  const user = pods.find((pod) => isActive(pod) && claimsOf(pod).includes(claim));
  const { nodeName, tolerations = [] } = (user?.['spec'] ?? {}) as PodSpec;
  const node = nodes.find((found) => found.metadata.name === nodeName);
  const hostname = node?.metadata.labels?.['kubernetes.io/hostname'];
  return hostname === undefined ? {} : { hostname, tolerations };
}
