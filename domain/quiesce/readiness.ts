import { describeObject, keyOf, type KubeObject } from '../kube-object.ts';
import { workloadQuiescer } from './quiescers.ts';

interface ContainerState {
  waiting?: { reason?: string; message?: string };
  terminated?: { reason?: string; exitCode?: number };
}

interface PodStatus {
  phase?: string;
  containerStatuses?: { name: string; ready?: boolean; state?: ContainerState }[];
  conditions?: { type: string; status: string; message?: string }[];
}

/** Workloads that are not as they are wanted to be, as `Deployment shop/web 0 of 2`. */
export function notReady(workloads: readonly KubeObject[]): string[] {
  return workloads.flatMap((workload) => {
    const lacks = workloadQuiescer(workload)?.lacks(workload);
    return lacks === undefined ? [] : [`${describeObject(keyOf(workload))} ${lacks}`];
  });
}

const SHOWN = 5;

/** What keeps pods from ending or from being ready, in a few words each. */
export function describePods(pods: readonly KubeObject[]): string {
  const shown = pods.slice(0, SHOWN).map(describePod);
  const more = pods.length > SHOWN ? [`and ${pods.length - SHOWN} more`] : [];
  return [...shown, ...more].join('; ');
}

export function describePod(pod: KubeObject): string {
  const { namespace = '', name, deletionTimestamp, finalizers = [] } = pod.metadata;
  const status = (pod['status'] ?? {}) as PodStatus;
  // What the API server writes is until when it has, not since when it was asked.
  const ending = deletionTimestamp === undefined ? '' : `, to end by ${deletionTimestamp}`;
  const held = finalizers.length === 0 ? '' : `, held by ${finalizers.join(', ')}`;
  const why = reasonOf(status);
  return `Pod ${namespace}/${name}: ${status.phase ?? 'Unknown'}${why}${ending}${held}`;
}

function reasonOf({ containerStatuses = [], conditions = [] }: PodStatus): string {
  const container = containerStatuses.map(({ name, state }) => stateOf(name, state)).find(Boolean);
  if (container !== undefined) return `, ${container}`;
  const unscheduled = conditions.find(
    (found) => found.type === 'PodScheduled' && found.status === 'False',
  );
  return unscheduled?.message === undefined ? '' : `, ${unscheduled.message}`;
}

/** Why a container does not run; undefined when it does. */
function stateOf(name: string, state: ContainerState | undefined): string | undefined {
  const reason = state?.waiting?.reason ?? state?.terminated?.reason;
  if (reason === undefined) return undefined;
  const said = state?.waiting?.message;
  return `${name} ${reason}${said === undefined ? '' : ` (${said})`}`;
}
