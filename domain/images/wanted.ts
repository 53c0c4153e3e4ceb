import type { KubeObject } from '../kube-object.ts';
import type { Arrival } from '../objects/shipment.ts';
import type { TransformContext } from '../transform/contract.ts';
import { hostOf, namespaceInRegistry } from '../transform/images.ts';
import { accountOfSecret } from '../transform/pull-secrets.ts';

/** What the pods of one workload need before they can start on the target: the images, and a node to have them. */
export interface WantedImages {
  /** The namespace of the workload on the source. */
  namespace: string;
  /** `Kind name`, for people. */
  workload: string;
  /** As the target names them, each once, in the order in which a kubelet would pull them. */
  images: string[];
  /** Names of Secrets beside the workload on the source; those for the source's own registry open no other. */
  pullSecrets: string[];
  serviceAccount: string;
  /** Where its pods may run on the target. */
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
 * An image that is never to be pulled has been put on the nodes by somebody, or will be. One that lies in an image
 * stream of the plan can be pulled only once the stream is there.
 */
export function wantedImages(
  workloads: readonly Arrival[],
  context: TransformContext,
): WantedImages[] {
  const wanted = new Map<string, WantedImages>();
  for (const workload of workloads) {
    const one = wantedBy(workload, context);
    if (one === undefined || one.images.length === 0) continue;
    const key = JSON.stringify({ ...one, workload: '' });
    if (!wanted.has(key)) wanted.set(key, one);
  }
  return [...wanted.values()];
}

function wantedBy({ found, wanted }: Arrival, context: TransformContext): WantedImages | undefined {
  const [before, spec] = [podSpecOf(found), podSpecOf(wanted)];
  if (before === undefined || spec === undefined) return undefined;
  const { nodeSelector, tolerations, runtimeClassName } = spec;
  const namespace = found.metadata.namespace ?? '';
  const serviceAccount = before.serviceAccountName ?? 'default';
  const secrets = (before.imagePullSecrets ?? []).flatMap(({ name }) => name ?? []);
  return {
    namespace,
    workload: `${found.kind} ${found.metadata.name}`,
    images: imagesOf(spec).filter((image) => !comesWithStream(image, context)),
    pullSecrets: secrets.filter(
      (name) => accountOfSecret(name, namespace, [serviceAccount], context) === undefined,
    ),
    serviceAccount,
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
  // A trigger may have yet to fill one in.
  return [...new Set(pulled.flatMap(({ image = '' }) => (image.trim() === '' ? [] : image)))];
}

/** Whether an image lies in the target's own registry, in a namespace that is only about to be filled. */
function comesWithStream(image: string, { registries, namespaces }: TransformContext): boolean {
  return (
    Object.values(registries).includes(hostOf(image)) &&
    Object.values(namespaces).includes(namespaceInRegistry(image))
  );
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
