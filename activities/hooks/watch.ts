import { activityInfo } from '@temporalio/activity';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { type Failure, failure, isFailure } from '../../domain/failures/failure.ts';
import { HOOK_CONTAINER } from '../../domain/hooks/job.ts';
import { ASKED_LINES, logTail } from '../../domain/hooks/log-tail.ts';
import { podsOfJob } from '../../domain/hooks/names.ts';
import { hookEvidence, type HookSight, judgeHook, newest } from '../../domain/hooks/verdict.ts';
import type { KubeObject, ObjectKey } from '../../domain/kube-object.ts';
import { type Look, waitFor } from '../wait-for.ts';

/** How much later than its deadline a Job may end: its pods have to. */
const GRACE_MS = 5 * 60_000;
const POLL_MS = 300;
/** A pull may fail once, a quota may be full for a moment; after this long a person should know. */
const HOPE_MS = 60_000;

export interface WatchedHook {
  cluster: Cluster;
  job: ObjectKey;
  deadlineSeconds: number;
  /** How messages call it. */
  object: string;
}

/**
 * Waits until the Job of a hook has ended. The log is read all the while: Kubernetes deletes the pod of a Job that
 * exceeds its deadline.
 * @throws Failure DRAY-5101 when it failed, 5102 when it took too long, 5103 when it does not come to run
 */
export async function watchHook(watched: WatchedHook): Promise<void> {
  const limitMs = watched.deadlineSeconds * 1000 + GRACE_MS;
  const late = (seen: string): Failure => {
    const detail = `its Job has not ended ${GRACE_MS / 60_000} minutes after its deadline: ${seen}`;
    return failure('DRAY-5102', { detail, object: watched.object });
  };
  try {
    await waitFor(lookAt(watched), { limitMs, pollMs: POLL_MS }, late);
  } catch (error) {
    // A cluster that is away is asked again and again, but not for ever.
    const isAway = isFailure(error) && error.kind === 'transient';
    const hasPassed = Date.now() >= activityInfo().scheduledTimestampMs + limitMs;
    throw isAway && hasPassed ? late(error.message) : error;
  }
}

function lookAt({ cluster, job, object }: WatchedHook): () => Promise<Look<undefined>> {
  let log = '';
  let stuckSince: number | undefined;
  return async () => {
    const sight = await look(cluster, job, object);
    log = (await readLog(cluster, newest(sight.pods))) ?? log;
    const verdict = judgeHook(sight);
    if (verdict.state === 'succeeded') return { done: true, value: undefined };
    if (verdict.state === 'failed') {
      const detail = `${verdict.why}. ${hookEvidence(sight, log)}`;
      throw failure(verdict.code, { detail, object });
    }
    stuckSince = verdict.stuck === undefined ? undefined : (stuckSince ?? Date.now());
    if (stuckSince !== undefined && Date.now() - stuckSince > HOPE_MS) {
      throw failure('DRAY-5103', { detail: verdict.seen, object });
    }
    return { done: false, seen: `${object}: ${verdict.seen}` };
  };
}

async function look(cluster: Cluster, key: ObjectKey, object: string): Promise<HookSight> {
  const { name, namespace = '' } = key;
  const [job, pods] = await Promise.all([
    cluster.get(key),
    cluster.list({
      ...{ apiVersion: 'v1', kind: 'Pod', namespace },
      labelSelector: podsOfJob(name),
    }),
  ]);
  if (job === undefined) throw failure('DRAY-5101', { detail: 'its Job was deleted', object });
  const pod = newest(pods)?.metadata.name;
  const involved = pod === undefined ? [name] : [name, pod];
  return { job, pods, events: await warningsAbout(cluster, namespace, involved) };
}

/** Oldest first. */
async function warningsAbout(
  cluster: Cluster,
  namespace: string,
  names: readonly string[],
): Promise<KubeObject[]> {
  const lists = await Promise.all(
    names.map((name) =>
      cluster.list({
        ...{ apiVersion: 'v1', kind: 'Event', namespace },
        fieldSelector: `involvedObject.name=${name},type=Warning`,
      }),
    ),
  );
  const time = (event: KubeObject) =>
    typeof event['lastTimestamp'] === 'string' ? event['lastTimestamp'] : '';
  return lists.flat().sort((a, b) => time(a).localeCompare(time(b)));
}

/** Undefined when there is nothing to read: its container has not begun, or its node does not answer. */
async function readLog(cluster: Cluster, pod: KubeObject | undefined): Promise<string | undefined> {
  if (pod === undefined) return undefined;
  const { name, namespace = '' } = pod.metadata;
  const query = { namespace, pod: name, container: HOOK_CONTAINER, tailLines: ASKED_LINES };
  try {
    const tail = logTail(await cluster.logs(query));
    return tail === '' ? undefined : tail;
  } catch (error) {
    if (isFailure(error)) return undefined;
    throw error;
  }
}
