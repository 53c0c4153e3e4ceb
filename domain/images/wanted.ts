import type { KubeObject } from '../kube-object.ts';

/** What the pods of one workload need before they can start on the target: the images, and a node to have them. */
export interface WantedImages {
  /** The namespace of the workload, on the cluster it was read from. */
  namespace: string;
  /** `Kind name`, for people. */
  workload: string;
  /** Each once, in the order in which a kubelet would pull them. */
  images: string[];
  /** Names of Secrets beside the workload. */
  pullSecrets: string[];
  serviceAccount: string;
  /** Where its pods may run: copied as they are. */
  placement: Placement;
}

export interface Placement {
  nodeSelector?: unknown;
  tolerations?: unknown;
  nodeAffinity?: unknown;
  runtimeClassName?: unknown;
}

interface Container {
  image?: string;
  imagePullPolicy?: string;
}

interface PodSpec {
  initContainers?: Container[];
  containers?: Container[];
  imagePullSecrets?: { name?: string }[];
  serviceAccountName?: string;
  affinity?: { nodeAffinity?: unknown };
  nodeSelector?: unknown;
  tolerations?: unknown;
  runtimeClassName?: unknown;
}

/**
 * What has to be pulled for workloads to start; those of the same pods (many do share them) are named once.
 * An image that is never to be pulled has been put on the nodes by somebody, or will be.
 */
export function wantedImages(workloads: readonly KubeObject[]): WantedImages[] {
  const wanted = new Map<string, WantedImages>();
  for (const workload of workloads) {
    const one = wantedBy(workload);
    if (one === undefined || one.images.length === 0) continue;
    const key = JSON.stringify({ ...one, workload: '' });
    if (!wanted.has(key)) wanted.set(key, one);
  }
  return [...wanted.values()];
}

function wantedBy(workload: KubeObject): WantedImages | undefined {
  const spec = podSpecOf(workload);
  if (spec === undefined) return undefined;
  const { nodeSelector, tolerations, runtimeClassName } = spec;
  return {
    namespace: workload.metadata.namespace ?? '',
    workload: `${workload.kind} ${workload.metadata.name}`,
    images: imagesOf(spec),
    pullSecrets: (spec.imagePullSecrets ?? []).flatMap(({ name }) => name ?? []),
    serviceAccount: spec.serviceAccountName ?? 'default',
    placement: present({
      nodeSelector,
      tolerations,
      nodeAffinity: spec.affinity?.nodeAffinity,
      runtimeClassName,
    }),
  };
}

function imagesOf({ initContainers = [], containers = [] }: PodSpec): string[] {
  const pulled = [...initContainers, ...containers].filter(
    ({ imagePullPolicy }) => imagePullPolicy !== 'Never',
  );
  return [...new Set(pulled.flatMap(({ image }) => image ?? []))];
}

function podSpecOf(workload: KubeObject): PodSpec | undefined {
  const spec = (workload['spec'] ?? {}) as {
    template?: { spec?: PodSpec };
    jobTemplate?: { spec?: { template?: { spec?: PodSpec } } };
  };
  return spec.template?.spec ?? spec.jobTemplate?.spec?.template?.spec;
}

/** Without the keys that say nothing. */
function present(placement: Placement): Placement {
  return Object.fromEntries(Object.entries(placement).filter(([, value]) => value !== undefined));
}
