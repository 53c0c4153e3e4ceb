import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { openLedger } from '../../activities/objects/ledger.ts';
import type { Ports } from '../../activities/ports.ts';
import { createLeftActivities } from '../../activities/rollback/left.ts';
import { createMigratedActivities } from '../../activities/rollback/migrated.ts';
import { createSourceActivities } from '../../activities/rollback/source.ts';
import { createStopActivities } from '../../activities/rollback/stop.ts';
import { createSurveyActivities } from '../../activities/rollback/survey.ts';
import { createPlanVeleroActivities } from '../../activities/rollback/velero.ts';
import { keyOf, type KubeObject } from '../../domain/kube-object.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import { MADE_AS } from '../../domain/rollback/seal.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import { migratedLabels, type RunIdentity } from '../../domain/run/identity.ts';
import { FakeCluster } from '../fakes/cluster.ts';
import { RUN } from './placing.ts';

export const BACK: RunIdentity = { ...RUN, migration: 'back', uid: 'back-uid' };

const KINDS: Record<string, string[]> = {
  v1: ['ConfigMap', 'Secret', 'Service', 'ServiceAccount', 'PersistentVolumeClaim', 'Pod'],
  'apps/v1': ['Deployment', 'ReplicaSet'],
  'apiextensions.k8s.io/v1': ['CustomResourceDefinition'],
  'example.com/v1': ['Widget'],
  'velero.io/v1': ['Backup', 'Restore', 'DeleteBackupRequest'],
};

export function inStore(
  apiVersion: string,
  kind: string,
  name: string,
  rest: Record<string, unknown> & { metadata?: object } = {},
): KubeObject {
  const { metadata, ...body } = rest;
  return { apiVersion, kind, metadata: { name, namespace: 'store', ...metadata }, ...body };
}

/** A plan that was cut over from `shop` to `store`, and what may be done about it. */
export function openRollbackStage() {
  const [host, source, target] = ['host', 'source', 'target'].map((name) => {
    const cluster = new FakeCluster({ name });
    for (const [apiVersion, kinds] of Object.entries(KINDS)) cluster.kinds.set(apiVersion, kinds);
    return cluster;
  }) as [FakeCluster, FakeCluster, FakeCluster];
  const facts: RunFacts = {
    run: BACK,
    type: 'rollback',
    ...{ source: { namespace: 'ns', name: 'source' }, target: { namespace: 'ns', name: 'target' } },
    storage: { namespace: 'ns', name: 'bucket' },
    namespaces: [{ source: 'shop', target: 'store' }],
    ...{ volumes: [], skipped: [], quiesce: false, verify: false },
  };
  source.seed({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  const ports = {
    clusters: {
      host,
      named: (name: string) => Promise.resolve(name === 'source' ? source : target),
      of: () => Promise.resolve(target),
    },
  } as Partial<Ports> as Ports;
  const acts = {
    ...createSurveyActivities(ports),
    ...createStopActivities(ports),
    ...createSourceActivities(ports),
    ...createPlanVeleroActivities(ports),
    ...createMigratedActivities(ports),
    ...createLeftActivities(ports),
  };
  return {
    ...{ host, source, target, facts, acts },
    /** Objects that the cutover made, in the ledger. */
    async made(...objects: KubeObject[]): Promise<KubeObject[]> {
      const found = target.seed(...objects.map(labelled));
      const ledger = await openLedger(host, RUN);
      const at = (await target.clock()).toISOString();
      ledger.put(found.map((object) => ({ ...keyOf(object), at, uid: object.metadata.uid ?? '' })));
      await ledger.save();
      return found;
    },
    /** A claim or a namespace that the cutover made. */
    async sealed(object: KubeObject): Promise<KubeObject> {
      const [found] = target.seed(labelled(object));
      const annotations = { [MADE_AS]: `${RUN.planUid}/${found?.metadata.uid ?? ''}` };
      return target.patch(keyOf(object), { metadata: { annotations } });
    },
    /** The MigMigration of a run. */
    migration(run: RunIdentity, spec: object = {}, end?: string): void {
      const conditions =
        end === undefined
          ? []
          : [{ type: end, status: 'True', lastTransitionTime: new Date().toISOString() }];
      host.seed({
        ...{ apiVersion: API_VERSION, kind: 'MigMigration' },
        metadata: { name: run.migration, namespace: run.namespace, uid: run.uid },
        spec: { migPlanRef: { name: run.plan, namespace: 'ns' }, stage: false, ...spec },
        status: { startTimestamp: '2026-11-23T10:00:00Z', conditions },
      });
    },
  };
}

/** As a run marks what it makes. */
export function labelled(object: KubeObject): KubeObject {
  const labels = { ...object.metadata.labels, ...migratedLabels(RUN) };
  return { ...object, metadata: { ...object.metadata, labels } };
}

/** Runs an activity; `late` when its waits have come to their limits. */
export function asActivity<T>(act: () => Promise<T>, { late = false } = {}): Promise<T> {
  const scheduledTimestampMs = Date.now() - (late ? 24 * 3_600_000 : 0);
  const quiet = { logger: new DefaultLogger('ERROR') };
  return new MockActivityEnvironment({ scheduledTimestampMs }, quiet).run(act);
}
