import { beforeEach, describe, expect, it } from '@jest/globals';
import type { LedgerEntry } from '../../domain/objects/ledger.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { openLedger } from './ledger.ts';

const RUN = { namespace: 'ns', migration: 'final', uid: 'run-uid', plan: 'shop', planUid: 'plan' };
const AT = '2026-11-23T10:00:00Z';

let host: FakeCluster;
beforeEach(() => {
  host = new FakeCluster();
});

function entry(name: string): LedgerEntry {
  return { apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name, at: AT };
}

function key({ at: _, ...place }: LedgerEntry) {
  return place;
}

const stored = async () => [...(await openLedger(host, RUN)).entries.values()];

describe('a ledger', () => {
  it('is what was written, in its order', async () => {
    const ledger = await openLedger(host, RUN);
    ledger.put([entry('a'), entry('b')]);
    await ledger.save();
    ledger.note(key(entry('b')), 'u-1');
    ledger.put([entry('c')]);
    await ledger.save();

    expect(await stored()).toEqual([entry('a'), { ...entry('b'), uid: 'u-1' }, entry('c')]);
    expect(host.objects('ConfigMap')).toHaveLength(1);
  });

  it('is not there before it is saved, and notes nothing that was not meant', async () => {
    const ledger = await openLedger(host, RUN);
    ledger.note(key(entry('stranger')), 'u-1');
    await ledger.save();
    ledger.put([entry('a')]);

    expect(await stored()).toEqual([]);
  });

  it('has as many pages as it needs, and writes only those that change', async () => {
    const ledger = await openLedger(host, RUN);
    ledger.put(Array.from({ length: 2_500 }, (_, index) => entry(`secret-${index}`)));
    await ledger.save();
    expect(host.objects('ConfigMap')).toHaveLength(3);
    const writes: string[] = [];
    host.before = (method, place) => {
      if (method === 'replace') writes.push(place?.name ?? '');
    };

    const again = await openLedger(host, RUN);
    again.note(key(entry('secret-2400')), 'u-1');
    await again.save();

    expect(writes).toEqual(['final-ledger-2-runuid']);
    expect((await stored()).at(2_400)).toEqual({ ...entry('secret-2400'), uid: 'u-1' });
  });

  it('is of one run', async () => {
    const other = await openLedger(host, { ...RUN, uid: 'other', migration: 'earlier' });
    other.put([entry('a')]);
    await other.save();

    expect(await stored()).toEqual([]);
  });

  it.each(['begun', 'continued'])(
    'is not overwritten when another worker has %s it',
    async (what) => {
      if (what === 'continued') {
        const first = await openLedger(host, RUN);
        first.put([entry('z')]);
        await first.save();
      }
      const [one, two] = [await openLedger(host, RUN), await openLedger(host, RUN)];
      one.put([entry('a')]);
      await one.save();
      two.put([entry('b')]);

      await expect(two.save()).rejects.toMatchObject({ code: 'DRAY-1008' });
      expect((await stored()).map(({ name }) => name)).not.toContain('b');
    },
  );

  it('knows whether everything was made, and goes when all is taken back', async () => {
    const ledger = await openLedger(host, RUN);
    ledger.put([entry('a')]);
    await ledger.save();
    expect((await openLedger(host, RUN)).complete).toBe(false);
    await ledger.markComplete();

    const again = await openLedger(host, RUN);
    expect(again.complete).toBe(true);
    expect(host.objects('ConfigMap')[0]?.metadata.ownerReferences).toBeUndefined();
    await again.handOver();
    expect(host.objects('ConfigMap')[0]?.metadata.ownerReferences).toMatchObject([
      { kind: 'MigPlan', name: 'shop', uid: 'plan' },
    ]);
    await again.remove();
    expect(host.objects('ConfigMap')).toEqual([]);
  });
});
