import type { KubeObject } from '../kube-object.ts';
import { describePods } from '../quiesce/readiness.ts';

interface PodStatus {
  phase?: string;
  hostIP?: string;
  containerStatuses?: {
    ready?: boolean;
    started?: boolean;
    state?: { waiting?: { reason?: string } };
  }[];
}

export type PodState =
  | { state: 'running'; hostIp: string }
  | { state: 'ended' }
  /** `event`: the last that spoke against it. */
  | { state: 'waiting'; seen: string; hopeless: boolean; event?: string };

/** Reasons that nobody but a person can change. */
const HOPELESS_WAITS = new Set([
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
]);

/** Events after which a claim or a pod does not come up by itself; they may pass, so they get a short while. */
const BAD_EVENTS = new Set([
  'ProvisioningFailed',
  'FailedScheduling',
  'FailedMount',
  'FailedAttachVolume',
  'FailedCreatePodSandBox',
  'Failed',
]);

/** The address of the node that a pod was given to; known as soon as its kubelet has seen it. */
export function hostIpOf(pod: KubeObject): string | undefined {
  return ((pod['status'] ?? {}) as PodStatus).hostIP;
}

/** Where a transfer pod stands, from itself and from the events about it and its claim. */
export function podState(pod: KubeObject, events: readonly KubeObject[]): PodState {
  const status = (pod['status'] ?? {}) as PodStatus;
  // Soon it is gone, and with it whatever was begun in it.
  if (pod.metadata.deletionTimestamp !== undefined) {
    return { state: 'waiting', seen: describePods([pod]), hopeless: false };
  }
  if (status.phase === 'Succeeded' || status.phase === 'Failed') return { state: 'ended' };
  const containers = status.containerStatuses ?? [];
  const running = containers.length > 0 && containers.every((found) => found.ready === true);
  if (running && status.hostIP !== undefined) return { state: 'running', hostIp: status.hostIP };
  return waitingState(pod, containers, events);
}

function waitingState(
  pod: KubeObject,
  containers: NonNullable<PodStatus['containerStatuses']>,
  events: readonly KubeObject[],
): PodState {
  const waits = containers.map((found) => found.state?.waiting?.reason ?? '');
  const bad = events.filter((event) => BAD_EVENTS.has(String(event['reason'])));
  const last = bad.at(-1);
  const event =
    last === undefined ? undefined : `${String(last['reason'])}: ${String(last['message'])}`;
  return {
    state: 'waiting',
    seen: [describePods([pod]), ...(event === undefined ? [] : [event])].join('; '),
    hopeless: bad.length > 0 || waits.some((reason) => HOPELESS_WAITS.has(reason)),
    ...(event === undefined ? {} : { event }),
  };
}
