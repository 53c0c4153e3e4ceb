import type { KubeObject } from '../kube-object.ts';

interface ContainerStatus {
  name: string;
  image?: string;
  state?: {
    waiting?: { reason?: string; message?: string };
    running?: unknown;
    terminated?: unknown;
  };
}

interface PodStatus {
  containerStatuses?: ContainerStatus[];
  conditions?: { type: string; status: string; reason?: string; message?: string }[];
}

/** How far a puller is. */
export type PullState =
  | { state: 'pulled' }
  | { state: 'pulling'; seen: string }
  /** The kubelet tries again and again; `image` as the pod names it. */
  | { state: 'refused'; image: string; why: string }
  /** No node takes it. */
  | { state: 'unplaced'; why: string };

/** What a kubelet says once the image is there and only the program is not. */
const AFTER_THE_PULL = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'CrashLoopBackOff',
]);

/** What it says when the registry, or the name of the image, is at fault. */
const NOT_PULLED = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'RegistryUnavailable',
  'ImageInspectError',
  'SignatureValidationFailed',
]);

/** Where a puller stands, from its own status alone. */
export function pullState(pod: KubeObject): PullState {
  const status = (pod['status'] ?? {}) as PodStatus;
  const images = imagesOf(pod);
  const obstacle = refusal(status, images) ?? misplacement(status);
  if (obstacle !== undefined) return obstacle;
  const there = new Set((status.containerStatuses ?? []).filter(hasImage).map(({ name }) => name));
  const left = [...images].filter(([name]) => !there.has(name)).map(([, image]) => image);
  return left.length === 0
    ? { state: 'pulled' }
    : { state: 'pulling', seen: `${left.join(', ')} being pulled` };
}

function refusal(
  { containerStatuses = [] }: PodStatus,
  images: ReadonlyMap<string, string>,
): PullState | undefined {
  const refused = containerStatuses.find(({ state }) =>
    NOT_PULLED.has(state?.waiting?.reason ?? ''),
  );
  if (refused === undefined) return undefined;
  const { reason = '', message = '' } = refused.state?.waiting ?? {};
  const why = message === '' ? reason : `${reason}: ${message}`;
  return { state: 'refused', image: images.get(refused.name) ?? refused.name, why };
}

function misplacement({ conditions = [] }: PodStatus): PullState | undefined {
  const unplaced = conditions.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  if (unplaced === undefined) return undefined;
  return { state: 'unplaced', why: unplaced.message ?? 'no reason given' };
}

function hasImage({ state }: ContainerStatus): boolean {
  if (state?.terminated !== undefined || state?.running !== undefined) return true;
  return AFTER_THE_PULL.has(state?.waiting?.reason ?? '');
}

function imagesOf(pod: KubeObject): Map<string, string> {
  const { containers = [] } = (pod['spec'] ?? {}) as {
    containers?: { name: string; image: string }[];
  };
  return new Map(containers.map(({ name, image }) => [name, image]));
}
