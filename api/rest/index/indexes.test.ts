import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { failure } from '../../../domain/failures/failure.ts';
import { FakeCluster } from '../../../test/fakes/cluster.ts';
import {
  eventAbout,
  migCluster,
  migMigration,
  migPlan,
  volumeProgressOf,
} from '../../../test/fakes/migration-objects.ts';
import { Indexes } from './indexes.ts';
import type { Change, ObjectIndex } from './object-index.ts';

const namespace = 'openshift-migration';

let host: FakeCluster;
let indexes: Indexes;

beforeEach(() => {
  host = new FakeCluster();
  host.seed({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  indexes = new Indexes(host, 1_000);
});

afterEach(() => indexes.stop());

function countWatches(): { begun: string[] } {
  const watches = { begun: [] as string[] };
  host.before = (method, key) => {
    if (method === 'inform') watches.begun.push(key?.kind ?? '');
  };
  return watches;
}

describe('one index per namespace', () => {
  test('is filled when it is handed out, and begun once however many ask', async () => {
    host.seed(migPlan('shop'));
    const watches = countWatches();
    const [one, two] = await Promise.all([indexes.of(namespace), indexes.of(namespace)]);
    expect(one).toBe(two);
    expect(await indexes.of(namespace)).toBe(one);
    expect(one.get('MigPlan', 'shop')).toBeDefined();
    expect(watches.begun.sort()).toEqual([
      'DirectVolumeMigrationProgress',
      'Event',
      'MigCluster',
      'MigMigration',
      'MigPlan',
      'MigStorage',
    ]);
    expect(indexes.started()).toEqual([one]);
  });

  test('there is none of a namespace that does not exist', async () => {
    const watches = countWatches();
    await expect(indexes.of('nowhere')).rejects.toMatchObject({ code: 'DRAY-1007' });
    expect(watches.begun).toEqual([]);
  });

  test('one that could not be begun is begun anew by the next who asks', async () => {
    host.before = (method, key) => {
      if (method !== 'inform' || key?.kind !== 'MigPlan') return;
      throw failure('DRAY-1010', { detail: 'no MigPlan' });
    };
    await expect(indexes.of(namespace)).rejects.toMatchObject({ code: 'DRAY-1010' });
    host.before = () => undefined;
    await expect(indexes.of(namespace)).resolves.toMatchObject({ namespace });
  });

  test('nobody waits for ever for a host that does not answer', async () => {
    jest.useFakeTimers();
    try {
      const answer = Promise.withResolvers<never>();
      const silent = { name: 'host', get: () => answer.promise, inform: () => answer.promise };
      const waiting = new Indexes(silent, 1_000).of(namespace);
      const refused = expect(waiting).rejects.toMatchObject({ code: 'DRAY-1002' });
      await jest.advanceTimersByTimeAsync(1_000);
      await refused;
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('what an index knows', () => {
  let index: ObjectIndex;

  beforeEach(async () => {
    index = await indexes.of(namespace);
  });

  test('objects as they come, change and go', async () => {
    host.seed(migCluster('source'));
    await host.settle();
    expect(index.list('MigCluster')).toHaveLength(1);
    host.seed(migCluster('source', { isHostCluster: true }));
    await host.settle();
    expect(index.get('MigCluster', 'source')).toMatchObject({ spec: { isHostCluster: true } });
    await host.delete({ ...migCluster('source'), name: 'source', namespace });
    await host.settle();
    expect(index.list('MigCluster')).toEqual([]);
  });

  test('what belongs to a run, and nothing of others', async () => {
    const [one, two] = host.seed(migMigration('one'), migMigration('two'));
    host.seed(volumeProgressOf(one!, 'p1', {}), volumeProgressOf(two!, 'p2', {}));
    host.seed(eventAbout(one!, 'e1', {}), eventAbout(two!, 'e2', {}));
    host.seed(eventAbout(migPlan('shop'), 'e3', {}));
    await host.settle();
    const names = (objects: readonly { metadata: { name: string } }[]): string[] =>
      objects.map(({ metadata }) => metadata.name);
    expect(names(index.progressOf(one!))).toEqual(['p1']);
    expect(names(index.eventsOf(two!))).toEqual(['e2']);
    expect(names(index.runsOf('shop'))).toEqual(['one', 'two']);
    await host.delete({ ...one!, name: 'one', namespace });
    await host.settle();
    expect(names(index.runsOf('shop'))).toEqual(['two']);
    expect(index.runsOf('cart')).toEqual([]);
  });

  test('who listens is told, until they stop or the index does', async () => {
    const heard: string[] = [];
    const listen = ({ event, object }: Change): void => {
      heard.push(`${event} ${object.metadata.name}`);
    };
    const stop = index.onChange(listen);
    host.seed(migPlan('shop'));
    await host.settle();
    host.seed(migPlan('shop'));
    await host.settle();
    stop();
    host.seed(migPlan('cart'));
    await host.settle();
    expect(heard).toEqual(['added shop', 'updated shop']);
    index.onChange(listen);
    await indexes.stop();
    host.seed(migPlan('late'));
    await host.settle();
    expect(heard).toHaveLength(2);
  });
});
