import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { openLedger } from '../../activities/objects/ledger.ts';
import { placeArrivals } from '../../activities/objects/place.ts';
import { takeBackAll } from '../../activities/objects/take-back.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { definedKinds } from '../../domain/objects/definitions.ts';
import { migratedLabels } from '../../domain/run/identity.ts';
import { FakeCluster } from '../fakes/cluster.ts';

export const RUN = {
  namespace: 'ns',
  migration: 'final',
  uid: 'run-uid',
  plan: 'shop',
  planUid: 'plan-uid',
};

/** A host cluster, and a target on which objects are placed and taken back. */
export interface PlacingStage {
  host: FakeCluster;
  target: FakeCluster;
  place(objects: readonly KubeObject[]): Promise<Map<string, string>>;
  takeBack(): Promise<void>;
}

/** Activities that fail are part of the play. */
const QUIET = { logger: new DefaultLogger('ERROR') };

const KINDS: Record<string, string[]> = {
  v1: ['ConfigMap', 'Secret', 'Service', 'ServiceAccount'],
  'apps/v1': ['Deployment'],
  'rbac.authorization.k8s.io/v1': ['ClusterRole', 'ClusterRoleBinding'],
  'apiextensions.k8s.io/v1': ['CustomResourceDefinition'],
};

export function openPlacingStage(): PlacingStage {
  const host = new FakeCluster({ name: 'host' });
  const target = new FakeCluster({ name: 'target' });
  for (const [apiVersion, kinds] of Object.entries(KINDS)) target.kinds.set(apiVersion, kinds);
  const inActivity = <T>(act: () => Promise<T>): Promise<T> =>
    new MockActivityEnvironment({ scheduledTimestampMs: Date.now() }, QUIET).run(act);
  return {
    host,
    target,
    place: (objects) =>
      inActivity(async () =>
        placeArrivals({
          target,
          ledger: await openLedger(host, RUN),
          arrivals: objects.map((found) => ({ found, wanted: asWanted(found) })),
          customKinds: definedKinds(objects),
        }),
      ),
    takeBack: () => inActivity(async () => takeBackAll(target, await openLedger(host, RUN))),
  };
}

/** Kinds that never carry the labels of a run. */
const UNLABELLED = new Set(['ServiceAccount', 'CustomResourceDefinition']);

/** What the rules make of an object, as far as placing is concerned. */
function asWanted(found: KubeObject): KubeObject {
  if (UNLABELLED.has(found.kind)) return found;
  const labels = { ...found.metadata.labels, ...migratedLabels(RUN) };
  const wanted: KubeObject = { ...found, metadata: { ...found.metadata, labels } };
  delete wanted['status'];
  return wanted;
}

export function inShop(
  apiVersion: string,
  kind: string,
  name: string,
  rest: object = {},
): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...rest };
}

export function ofCluster(
  apiVersion: string,
  kind: string,
  name: string,
  rest: object = {},
): KubeObject {
  return { apiVersion, kind, metadata: { name }, ...rest };
}
