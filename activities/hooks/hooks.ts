import { activityInfo, Context } from '@temporalio/activity';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { hookConditions } from '../../domain/checks/hook.ts';
import { failure, isFailure } from '../../domain/failures/failure.ts';
import { hookConfigMap, hookJob } from '../../domain/hooks/job.ts';
import { ASKED_BY } from '../../domain/hooks/names.ts';
import { type HookSide, type RunnableHook, runnableHook } from '../../domain/hooks/runnable.ts';
import { isSpent } from '../../domain/hooks/verdict.ts';
import { API_VERSION, parseKind } from '../../domain/kinds/index.ts';
import {
  describeObject,
  keyOf,
  type KubeObject,
  type ObjectKey,
} from '../../domain/kube-object.ts';
import type { RunFacts, RunHook } from '../../domain/run/facts.ts';
import { readYaml } from '../check-hook.ts';
import { bothClusters, type Ports } from '../ports.ts';
import { removeJob } from './removal.ts';
import { stopJob } from './stop.ts';
import { watchHook } from './watch.ts';

/** A hook whose Job was made: where to look for it, and for how long. */
export interface StartedHook {
  side: HookSide;
  job: ObjectKey;
  deadlineSeconds: number;
}

/** Jobs of the user's own, at the points of a cutover that a plan names. */
export function createHookActivities(ports: Ports) {
  return {
    /**
     * Makes the Job of one hook. One that an earlier start of it has left is made anew when nothing more comes of
     * it; one that runs, or has done its work, is that of this hook already.
     */
    async startHook({ facts, planned }: HookRequest): Promise<StartedHook> {
      const hook = await readHook(ports, planned);
      const cluster = (await bothClusters(ports, facts))[hook.side];
      const job = hookJob({ facts, planned, hook }, activityInfo().activityId);
      const started = {
        side: hook.side,
        job: keyOf(job),
        deadlineSeconds: hook.deadlineSeconds,
      };
      const found = await cluster.get(started.job);
      if (found !== undefined && !isLeftover(found)) return started;
      if (found !== undefined) await removeJob(cluster, found);
      const playbook = hookConfigMap({ facts, planned, hook });
      if (playbook !== undefined) await cluster.apply(playbook);
      await createOnce(cluster, job);
      return started;
    },

    /** Waits for the end of a hook. One that fails says so with the end of its log; one that nobody waits for is stopped. */
    async awaitHook({ facts, planned, started }: WatchRequest): Promise<void> {
      const cluster = (await bothClusters(ports, facts))[started.side];
      const place = { cluster, ...started, object: objectOf(cluster, planned, started) };
      try {
        await watchHook(place);
      } catch (error) {
        // A worker that shuts down leaves the Job to the next.
        const isCancelled = Context.current().cancellationDetails?.cancelRequested === true;
        if (isCancelled || isFailure(error, 'DRAY-5103')) await stopJob(cluster, started.job);
        throw error;
      }
    },
  };
}

interface HookRequest {
  facts: RunFacts;
  planned: RunHook;
}

interface WatchRequest extends HookRequest {
  started: StartedHook;
}

/** It may have been changed since the plan was checked. */
async function readHook(ports: Ports, { hook }: RunHook): Promise<RunnableHook> {
  const found = await ports.clusters.host.get({
    apiVersion: API_VERSION,
    kind: 'MigHook',
    ...hook,
  });
  const object = `MigHook ${hook.namespace}/${hook.name}`;
  if (found === undefined) throw failure('DRAY-2003', { detail: 'it does not exist', object });
  const parsed = parseKind('MigHook', found);
  if (!parsed.ok) {
    const detail = parsed.issues.map(({ message }) => message).join(' ');
    throw failure('DRAY-2003', { detail, object });
  }
  const wrong = hookConditions(parsed.value, readYaml).filter(({ type }) => type !== 'Ready');
  if (wrong.length > 0) {
    const detail = wrong.map(({ type, message = '' }) => `${type}: ${message}`).join(' ');
    throw failure('DRAY-2003', { detail, object });
  }
  return runnableHook(parsed.value, ports.hookRunnerImage);
}

/** Of an earlier start, and nothing more comes of it. That of a try of this start is its own, whatever came of it. */
function isLeftover(job: KubeObject): boolean {
  const { annotations = {} } = job.metadata;
  return annotations[ASKED_BY] !== activityInfo().activityId && isSpent(job);
}

async function createOnce(cluster: Cluster, job: KubeObject): Promise<void> {
  try {
    await cluster.create(job);
  } catch (error) {
    if (!isFailure(error, 'DRAY-1011')) throw error;
  }
}

function objectOf(cluster: Cluster, { hook, phase }: RunHook, { job }: StartedHook): string {
  return `${cluster.name}: ${describeObject(job)} of MigHook ${hook.name} (${phase})`;
}
