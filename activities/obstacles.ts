import { type Failure, failure } from '../domain/failures/failure.ts';
import { quiesceObstacles } from '../domain/preflight/source.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { applicationPods } from './application-pods.ts';
import { lookAhead, type Outlook } from './objects/look-ahead.ts';
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

/** What keeps the objects of the application from being moved, and what somebody should look at. */
export async function objectObstacles(ports: Ports, facts: RunFacts): Promise<Outlook> {
  const streams = await imageStreams(ports, facts);
  const { obstacles, attention } = await lookAhead(ports, facts);
  return { obstacles: [...streams, ...obstacles], attention };
}

/** Claims on the target that must not be copied over; nothing when all is well. */
export async function claimObstacles(ports: Ports, facts: RunFacts): Promise<Failure[]> {
  const { target } = await bothClusters(ports, facts);
  const claims = await foreignClaims(target, facts);
  return claims.map(({ object, refusal }) =>
    failure('DRAY-3010', { detail: refusal, object: `${target.name}: ${object}` }),
  );
}

/** They would stay behind in silence: Velero is told to leave them out, and nothing else carries them yet. */
async function imageStreams(ports: Ports, facts: RunFacts): Promise<Failure[]> {
  const { source } = await bothClusters(ports, facts);
  const image = { apiVersion: 'image.openshift.io/v1', kind: 'ImageStream' };
  if (!(await source.servedKinds(image.apiVersion)).includes(image.kind)) return [];
  for (const { source: namespace } of facts.namespaces) {
    const [found] = await source.list({ ...image, namespace });
    if (found === undefined) continue;
    const object = `${source.name}: ImageStream ${namespace}/${found.metadata.name}`;
    return [
      failure('DRAY-2002', { detail: 'image streams are not moved by this version', object }),
    ];
  }
  return [];
}
