import { isReady } from '../domain/conditions/merge.ts';
import { repositoryOf } from '../domain/checks/storage.ts';
import { parseKind } from '../domain/kinds/index.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import { EVERYTHING } from './check-cluster.ts';
import type { Ports } from './ports.ts';
import { readKeys } from './repository.ts';

/** Whether what a plan refers to can be worked with. */
export type Readiness = (kind: 'MigCluster' | 'MigStorage', found: KubeObject) => Promise<boolean>;

/** By its conditions, which the last check has written. */
export const saysReady: Readiness = (_, found) => Promise.resolve(isReady(found));

/**
 * By its own answer, when its conditions say no: they may be a minute old, and a run must not fail because somebody
 * looked while an API server was restarted. What keeps it from answering is thrown: a cluster that is away is waited for.
 */
export function answersNow(ports: Ports): Readiness {
  return async (kind, found) => {
    if (isReady(found)) return true;
    return kind === 'MigCluster' ? clusterAnswers(ports, found) : repositoryAnswers(ports, found);
  };
}

async function clusterAnswers(ports: Ports, found: KubeObject): Promise<boolean> {
  const parsed = parseKind('MigCluster', found);
  if (!parsed.ok) return false;
  const cluster = await ports.clusters.of(parsed.value);
  await cluster.version();
  return cluster.mayDo(EVERYTHING);
}

async function repositoryAnswers(ports: Ports, found: KubeObject): Promise<boolean> {
  const parsed = parseKind('MigStorage', found);
  if (!parsed.ok) return false;
  const keys = await readKeys(ports.clusters.host, parsed.value);
  await ports.probeRepository(repositoryOf(parsed.value), keys);
  return true;
}
