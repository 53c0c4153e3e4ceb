import { type Failure, failure } from '../domain/failures/failure.ts';
import { quiesceObstacles } from '../domain/preflight/source.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { applicationPods } from './application-pods.ts';
import { bothClusters, type Ports } from './ports.ts';
import { foreignClaims } from './target.ts';
import { listWorkloads } from './workloads.ts';

/** What keeps the application from being brought to a stand without losing something; nothing when all is well. */
export async function standstillObstacles(ports: Ports, facts: RunFacts): Promise<Failure[]> {
  const { source } = await bothClusters(ports, facts);
  const namespaces = facts.namespaces.map((pair) => pair.source);
  const [workloads, pods, jobs] = await Promise.all([
    listWorkloads(source, namespaces),
    applicationPods(source, namespaces),
    Promise.all(
      namespaces.map((namespace) =>
        source.list({ apiVersion: 'batch/v1', kind: 'Job', namespace }),
      ),
    ),
  ]);
  const obstacles = quiesceObstacles({ runUid: facts.run.uid, workloads, pods, jobs: jobs.flat() });
  if (obstacles.length === 0) return [];
  return [failure('DRAY-2008', { detail: obstacles.join('; '), object: source.name })];
}

/** Claims on the target that must not be copied over; nothing when all is well. */
export async function claimObstacles(ports: Ports, facts: RunFacts): Promise<Failure[]> {
  const { target } = await bothClusters(ports, facts);
  const claims = await foreignClaims(target, facts);
  return claims.map(({ object, refusal }) =>
    failure('DRAY-3010', { detail: refusal, object: `${target.name}: ${object}` }),
  );
}
