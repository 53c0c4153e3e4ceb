import type { KubeObject } from '../kube-object.ts';
import { describePods } from '../quiesce/readiness.ts';

interface JobStatus {
  conditions?: { type: string; status: string; reason?: string; message?: string }[];
  failed?: number;
}

interface PodStatus {
  phase?: string;
  containerStatuses?: {
    state?: {
      waiting?: { reason?: string };
      terminated?: { exitCode?: number; reason?: string };
    };
  }[];
}

/** What was seen of a hook: its Job, the Job's pods, and warnings about both, oldest first. */
export interface HookSight {
  job: KubeObject;
  pods: readonly KubeObject[];
  events: readonly KubeObject[];
}

export type HookVerdict =
  | { state: 'succeeded' }
  | { state: 'failed'; code: 'DRAY-5101' | 'DRAY-5102'; why: string }
  /** `stuck`: nobody but a person can change it; it may pass, so it gets a short while. */
  | { state: 'running'; seen: string; stuck?: true };

/** What a kubelet says when the image is at fault, or what the pod is to be given. */
const STUCK = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);

/** Where the Job of a hook stands. One of which the pods still end has not ended. */
export function judgeHook(sight: HookSight): HookVerdict {
  const { conditions = [] } = statusOf(sight.job);
  const ended = (type: string) =>
    conditions.find((found) => found.type === type && found.status === 'True');
  if (ended('Complete') !== undefined) return { state: 'succeeded' };
  const failed = ended('Failed');
  if (failed === undefined) return stillRunning(sight);
  const inTime = failed.reason !== 'DeadlineExceeded';
  return {
    state: 'failed',
    code: inTime ? 'DRAY-5101' : 'DRAY-5102',
    why: `${failed.reason ?? 'Failed'}: ${failed.message ?? 'no reason given'}`,
  };
}

/** Whether nothing more comes of a Job by itself: it has failed, or was stopped. */
export function isSpent(job: KubeObject): boolean {
  const { suspend } = (job['spec'] ?? {}) as { suspend?: boolean };
  return suspend === true || judgeHook({ job, pods: [], events: [] }).state === 'failed';
}

function stillRunning({ job, pods, events }: HookSight): HookVerdict {
  const pod = newest(pods);
  const tries = triesText(job);
  if (pod === undefined) {
    const refused = events.findLast((event) => event['reason'] === 'FailedCreate');
    const why = refused === undefined ? undefined : String(refused['message']);
    return { state: 'running', seen: why ?? `no pod yet${tries}`, ...(why && { stuck: true }) };
  }
  const seen = `${describePods([pod])}${tries}`;
  const waits = podStatus(pod).containerStatuses?.map((one) => one.state?.waiting?.reason ?? '');
  const isStuck = waits?.some((reason) => STUCK.has(reason)) === true;
  return { state: 'running', seen, ...(isStuck && { stuck: true }) };
}

function triesText(job: KubeObject): string {
  const { failed = 0 } = statusOf(job);
  return failed === 0 ? '' : `; ${failed} ${failed === 1 ? 'try' : 'tries'} failed`;
}

/** What a hook that did not succeed leaves to read: how often it was tried, the last exit, the last warning, the log. */
export function hookEvidence({ job, pods, events }: HookSight, log: string): string {
  const { failed = 0 } = statusOf(job);
  const exit = exitOf(newest(pods));
  const event = events.at(-1);
  const facts = [
    ...(failed === 0 ? [] : [`${failed} ${failed === 1 ? 'try' : 'tries'} failed`]),
    ...(exit === undefined ? [] : [`the last with exit code ${exit}`]),
    ...(event === undefined ? [] : [`${String(event['reason'])}: ${String(event['message'])}`]),
  ];
  const said = log === '' ? 'It wrote no log that could be read.' : `Its log ends:\n${log}\n`;
  return `${facts.length === 0 ? '' : `${facts.join('; ')}. `}${said}`;
}

/** The last of the pods that a Job has made. */
export function newest(pods: readonly KubeObject[]): KubeObject | undefined {
  const born = ({ metadata }: KubeObject) => metadata.creationTimestamp ?? '';
  return [...pods].sort((a, b) => born(a).localeCompare(born(b))).at(-1);
}

function exitOf(pod: KubeObject | undefined): number | undefined {
  const [container] = (pod && podStatus(pod).containerStatuses) ?? [];
  return container?.state?.terminated?.exitCode;
}

function statusOf(job: KubeObject): JobStatus {
  return job['status'] ?? {};
}

function podStatus(pod: KubeObject): PodStatus {
  return pod['status'] ?? {};
}
