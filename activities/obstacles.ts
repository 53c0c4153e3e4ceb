import { type Failure, failure } from '../domain/failures/failure.ts';
import { controlledWarnings } from '../domain/preflight/controlled.ts';
import { quiesceObstacles } from '../domain/preflight/source.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { applicationPods } from './application-pods.ts';
import type { Outlook } from './objects/look-ahead.ts';
import { bothClusters, type Ports } from './ports.ts';
import { foreignClaims } from './target.ts';
import { listAutoscalers, listRunners, workloadsAmong } from './workloads.ts';

/** Whether the application can be brought to a stand, and started again, without losing something. */
export async function lookAtStandstill(ports: Ports, facts: RunFacts): Promise<Outlook> {
  const { source } = await bothClusters(ports, facts);
  const namespaces = facts.namespaces.map((pair) => pair.source);
  const [runners, pods, autoscalers] = await Promise.all([
    listRunners(source, namespaces),
    applicationPods(source, namespaces),
    listAutoscalers(source, namespaces),
  ]);
  const workloads = workloadsAmong(runners);
  const state = { runUid: facts.run.uid, workloads, runners, pods, autoscalers };
  const obstacles = quiesceObstacles(state);
  if (obstacles.length === 0) return { obstacles: [], attention: controlledWarnings(workloads) };
  const obstacle = failure('DRAY-2008', { detail: obstacles.join('; '), object: source.name });
  return { obstacles: [obstacle], attention: [] };
}

/** Claims on the target that must not be copied over; nothing when all is well. */
export async function claimObstacles(ports: Ports, facts: RunFacts): Promise<Failure[]> {
  const { target } = await bothClusters(ports, facts);
  const claims = await foreignClaims(target, facts);
  return claims.map(({ object, refusal }) =>
    failure('DRAY-3010', { detail: refusal, object: `${target.name}: ${object}` }),
  );
}
