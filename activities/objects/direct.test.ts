import { beforeEach, describe, expect, it } from '@jest/globals';
import { failure } from '../../domain/failures/failure.ts';
import { QUIESCED_BY } from '../../domain/quiesce/annotations.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import { fakePorts, inActivity } from '../../test/builders/fake-ports.ts';
import { runFacts } from '../../test/builders/run-facts.ts';
import { inShop, RUN } from '../../test/builders/placing.ts';
import { readPages } from '../../domain/report/pages.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { createRestoredActivities } from '../restored.ts';
import type { Ports } from '../ports.ts';
import { createDirectActivities } from './direct.ts';
import { clearEarlierLedgers } from './earlier.ts';
import { lookAhead } from './look-ahead.ts';

const FACTS = runFacts();

let host: FakeCluster;
let source: FakeCluster;
let target: FakeCluster;
let ports: Ports;

beforeEach(() => {
  [host, source, target] = ['host', 'source', 'target'].map(
    (name) => new FakeCluster({ name }),
  ) as [FakeCluster, FakeCluster, FakeCluster];
  for (const cluster of [source, target]) {
    cluster.kinds.set('v1', ['ConfigMap', 'PersistentVolumeClaim', 'Secret', 'ServiceAccount']);
    cluster.kinds.set('apps/v1', ['Deployment']);
  }
  source.seed({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  ports = fakePorts({ host, source, target });
});

const place = (facts = FACTS) =>
  inActivity(() => createDirectActivities(ports).placeObjects(facts));
const takeBack = () => inActivity(() => createRestoredActivities(ports).deleteRestored(FACTS));

function deployment(spec: object, annotations: Record<string, string> = {}): KubeObject {
  const object = inShop('apps/v1', 'Deployment', 'web', { spec });
  return { ...object, metadata: { ...object.metadata, annotations } };
}

const ledgers = () => host.objects('ConfigMap').filter((map) => readPages([map]) === undefined);
const reports = () => host.objects('ConfigMap').filter((map) => readPages([map]) !== undefined);

const only = (kind: string): KubeObject | undefined => target.objects(kind)[0];

describe('placing what a plan chooses', () => {
  const choice = { kinds: ['Secret'], selector: { matchLabels: { app: 'web' } } };
  const labelled = (name: string, app: string) => {
    const object = inShop('v1', 'Secret', name, { data: {} });
    return { ...object, metadata: { ...object.metadata, labels: { app } } };
  };

  it('makes these alone, and reports the others as not chosen', async () => {
    source.seed(labelled('keys', 'web'), labelled('others', 'api'), inShop('v1', 'ConfigMap', 'c'));

    const conditions = await place({ ...FACTS, quiesce: false, choice });

    expect(target.objects('Secret').map(({ metadata }) => metadata.name)).toEqual(['keys']);
    expect(target.objects('ConfigMap')).toEqual([]);
    // Somebody has chosen: that is nothing to be told as if it were forgotten.
    expect(conditions).toEqual([]);
    const [report] = reports();
    const { objects } = readPages(report === undefined ? [] : [report]) ?? { objects: [] };
    const left = objects.filter(({ outcome }) => outcome === 'leftBehind');
    expect(left.map(({ name, reasons }) => [name, reasons[0]?.rule]).sort()).toEqual([
      ['c', 'not-chosen'],
      ['others', 'not-chosen'],
    ]);
  });

  it('does not care for kinds that cannot be read and are not chosen', async () => {
    source.seed(labelled('keys', 'web'));
    source.before = (method, key) => {
      if (method !== 'list' || key?.kind !== 'ConfigMap') return;
      throw failure('DRAY-1006', { detail: 'forbidden', object: 'source' });
    };

    await place({ ...FACTS, quiesce: false, choice });

    expect(target.objects('Secret')).toHaveLength(1);
    await expect(place(FACTS)).rejects.toMatchObject({ code: 'DRAY-1006' });
  });
});

describe('placing a namespace', () => {
  it('brings it under its new name, and workloads at a stand', async () => {
    const stopped = {
      [QUIESCED_BY]: RUN.uid,
      'migration.openshift.io/preQuiesceReplicas': '3',
    };
    source.seed(
      deployment({ replicas: 0, template: {} }, stopped),
      inShop('v1', 'Secret', 'keys', { data: { a: 'MQ==' } }),
      inShop('v1', 'PersistentVolumeClaim', 'data'),
    );

    expect(await place()).toMatchObject([
      { type: 'ObjectsLeftBehind', message: expect.stringContaining('shop/data: the plan does') },
    ]);

    expect(only('Deployment')).toMatchObject({
      metadata: { namespace: 'store', annotations: stopped },
      spec: { replicas: 0 },
    });
    expect(only('Secret')).toMatchObject({ metadata: { namespace: 'store' }, data: { a: 'MQ==' } });
    expect(target.objects('PersistentVolumeClaim')).toEqual([]);
  });

  it('gives owned objects their owners back, and none that stayed behind', async () => {
    const [web] = source.seed(deployment({ replicas: 0 }));
    const owner = (name: string, uid = 'gone') => ({
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid },
    });
    const keys = inShop('v1', 'Secret', 'keys');
    keys.metadata.ownerReferences = [owner('web', web?.metadata.uid), owner('elsewhere')];
    source.seed(keys);

    await place();

    expect(only('Secret')?.metadata.ownerReferences).toEqual([
      owner('web', only('Deployment')?.metadata.uid),
    ]);
  });

  it('goes on where it was, and takes back all that it made', async () => {
    source.seed(deployment({ replicas: 2 }), inShop('v1', 'ConfigMap', 'settings'));
    target.seed({
      ...inShop('v1', 'ConfigMap', 'foreign'),
      metadata: { name: 'foreign', namespace: 'store' },
    });
    await place();
    await place();
    expect(target.objects('Deployment')).toHaveLength(1);

    await takeBack();

    expect(target.objects('Deployment')).toEqual([]);
    expect(target.objects('ConfigMap').map(({ metadata }) => metadata.name)).toEqual(['foreign']);
    expect(ledgers()).toEqual([]);
  });

  it('keeps a report beside the MigMigration, and names in its conditions where to see it', async () => {
    const job = inShop('apps/v1', 'Deployment', 'gone', { spec: {} });
    job.metadata.labels = { 'velero.io/exclude-from-backup': 'true' };
    const balanced = inShop('v1', 'Service', 'web', { spec: { externalIPs: ['203.0.113.7'] } });
    for (const cluster of [source, target]) cluster.kinds.set('v1', ['ConfigMap', 'Service']);
    source.seed(job, balanced);

    const conditions = await place();
    await place();

    expect(conditions).toMatchObject([
      {
        ...{ type: 'ObjectsNeedAttention', category: 'Warn' },
        message: expect.stringMatching(/Service shop\/web: .*`dray report final`/),
      },
      {
        ...{ type: 'ObjectsLeftBehind', category: 'Advisory' },
        message: expect.stringMatching(/Deployment shop\/gone: .*`dray report final`/),
      },
    ]);
    const pages = reports();
    expect(pages).toHaveLength(1);
    expect(pages[0]?.metadata.ownerReferences).toMatchObject([
      { kind: 'MigMigration', name: 'final', uid: RUN.uid },
    ]);
    expect(readPages(pages)?.objects).toMatchObject([
      { kind: 'Deployment', name: 'gone', outcome: 'leftBehind', notable: true },
      { kind: 'Service', target: { namespace: 'store' }, outcome: 'changed', notable: true },
    ]);
  });

  it('waits for an API that does not answer', async () => {
    source.silent.add('example.com/v1');

    await expect(place()).rejects.toMatchObject({ code: 'DRAY-1006' });
  });
});

describe('looking ahead', () => {
  const look = (facts = FACTS) => inActivity(async () => (await lookAhead(ports, facts)).obstacles);
  const inStore = (object: KubeObject): KubeObject => ({
    ...object,
    metadata: { ...object.metadata, namespace: 'store' },
  });

  it('finds nothing against a namespace that has nothing of the kind', async () => {
    source.seed(deployment({ replicas: 2 }));

    await expect(look()).resolves.toEqual([]);
    expect(target.objects('Deployment')).toEqual([]);
    expect(host.objects('ConfigMap')).toEqual([]);
  });

  it('names what somebody else has', async () => {
    source.seed(deployment({ replicas: 2 }), inShop('v1', 'Secret', 'keys'));
    target.seed(inStore(inShop('v1', 'Secret', 'keys')));

    await expect(look()).resolves.toMatchObject([
      { code: 'DRAY-1011', detail: expect.stringContaining('Secret store/keys') },
    ]);
    expect(readPages(reports())?.objects).toMatchObject([
      { kind: 'Secret', outcome: 'refused', target: { namespace: 'store', name: 'keys' } },
      { kind: 'Deployment', outcome: 'asItIs' },
    ]);
  });

  it('refuses what nobody can see', async () => {
    source.silent.add('example.com/v1');

    await expect(look()).resolves.toMatchObject([{ code: 'DRAY-2008' }]);
  });

  describe('behind an earlier run of the plan', () => {
    const later: RunFacts = { ...FACTS, run: { ...RUN, migration: 'later', uid: 'later' } };

    it('finds nothing against what that one could not take back, and clears it', async () => {
      source.seed(inShop('v1', 'Secret', 'keys'), inShop('v1', 'ConfigMap', 'settings'));
      target.before = (method, key) => {
        if (method === 'create' && key?.kind === 'ConfigMap') throw new Error('the worker is gone');
      };
      await expect(place()).rejects.toThrow('gone');
      target.before = () => undefined;
      expect(target.objects('Secret')).toHaveLength(1);

      await expect(look(later)).resolves.toEqual([]);
      await inActivity(() => clearEarlierLedgers(host, target, later.run));

      expect(target.objects('Secret')).toEqual([]);
      expect(ledgers()).toEqual([]);
    });

    it('leaves alone what that one had made as a whole: the application may run on it', async () => {
      source.seed(inShop('v1', 'Secret', 'keys'));
      await place();

      await inActivity(() => clearEarlierLedgers(host, target, later.run));

      expect(target.objects('Secret')).toHaveLength(1);
      await expect(look(later)).resolves.toMatchObject([{ code: 'DRAY-1011' }]);
    });
  });
});
