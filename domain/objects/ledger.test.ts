import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MIGRATED_LABELS } from '../kinds/labels.ts';
import type { KubeObject } from '../kube-object.ts';
import { type LedgerEntry, isMade, ledgerKey, ledgerKeyOf, takeBack } from './ledger.ts';
import { buildPage, ENTRIES_OF_A_PAGE, readPage, runOfPage } from './ledger-pages.ts';

const RUN = 'run-uid';
const AT = '2026-11-23T10:00:00Z';

function present(fields: {
  uid?: string;
  label?: string | undefined;
  mark?: string;
  created?: string;
  kind?: string;
}): KubeObject {
  const { uid = 'u-1', label, mark, created = '2026-11-23T10:00:05Z', kind = 'Secret' } = fields;
  return {
    apiVersion: 'v1',
    kind,
    metadata: {
      ...{ name: 'keys', namespace: 'shop', uid, creationTimestamp: created },
      ...(label === undefined ? {} : { labels: { [MIGRATED_LABELS.byMigration]: label } }),
      ...(mark === undefined ? {} : { annotations: { 'drayage.dev/made-by': mark } }),
    },
  };
}

function entry(fields: Partial<LedgerEntry> = {}): LedgerEntry {
  return { apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'keys', at: AT, ...fields };
}

describe('whether a run made an object', () => {
  it.each<[string, KubeObject, LedgerEntry | undefined, boolean]>([
    ['its uid is noted', present({}), entry({ uid: 'u-1' }), true],
    ['another uid is noted', present({ label: RUN }), entry({ uid: 'u-2' }), false],
    ['nothing is noted', present({ label: RUN }), undefined, false],
    ['it is labelled, and younger', present({ label: RUN }), entry(), true],
    ['it is marked, and younger', present({ mark: RUN }), entry(), true],
    [
      'it is labelled, and older',
      present({ label: RUN, created: '2026-11-23T09:59:00Z' }),
      entry(),
      false,
    ],
    [
      'it is as old as clocks differ',
      present({ label: RUN, created: '2026-11-23T09:59:59Z' }),
      entry(),
      true,
    ],
    ['it is of another run', present({ label: 'other' }), entry(), false],
    ['it has no label', present({}), entry(), false],
    ['it does not say how old it is', present({ label: RUN, created: '' }), entry(), false],
    ['it was only added to', present({ label: RUN }), entry({ uid: 'u-1', added: {} }), false],
  ])('%s', (_, object, noted, expected) => {
    expect(isMade(object, noted, RUN)).toBe(expected);
  });
});

describe('taking back', () => {
  const added = { subjects: [{ name: 'a' }] };

  it.each<[string, LedgerEntry, KubeObject | undefined, object]>([
    ['deletes what was made', entry({ uid: 'u-1' }), present({}), { act: 'delete', uid: 'u-1' }],
    [
      'deletes what could not be noted',
      entry(),
      present({ label: RUN }),
      { act: 'delete', uid: 'u-1' },
    ],
    ['leaves what somebody made anew', entry({ uid: 'u-2' }), present({}), { act: 'none' }],
    ['leaves what somebody else made first', entry(), present({ label: 'other' }), { act: 'none' }],
    ['finds nothing', entry({ uid: 'u-1' }), undefined, { act: 'none' }],
    [
      'takes out what was added',
      entry({ uid: 'u-1', added }),
      present({}),
      { act: 'shorten', added },
    ],
    [
      'leaves another object of the name',
      entry({ uid: 'u-2', added }),
      present({}),
      { act: 'none' },
    ],
    [
      'keeps data for the next run',
      entry({ kind: 'PersistentVolumeClaim', uid: 'u-1' }),
      present({ kind: 'PersistentVolumeClaim' }),
      { act: 'none' },
    ],
    [
      'keeps namespaces, with what others put into them',
      entry({ kind: 'Namespace', uid: 'u-1' }),
      present({ kind: 'Namespace' }),
      { act: 'none' },
    ],
  ])('%s', (_, noted, object, expected) => {
    expect(takeBack(noted, object, RUN)).toEqual(expected);
  });

  const uids = fc.constantFrom('u-1', 'u-2');
  const runs = fc.constantFrom(RUN, 'other', undefined);
  const times = fc.constantFrom('2026-11-23T09:00:00Z', AT, '2026-11-23T11:00:00Z');
  const anything = fc.record({ uid: uids, label: runs, created: times });

  it('never deletes what carries another uid than the one that was noted', () => {
    fc.assert(
      fc.property(anything, uids, (fields, uid) => {
        const result = takeBack(entry({ uid }), present(fields), RUN);
        expect(result.act === 'delete').toBe(fields.uid === uid);
      }),
    );
  });

  it('never deletes without a note what does not carry the label of the run, or is older', () => {
    fc.assert(
      fc.property(anything, (fields) => {
        const result = takeBack(entry(), present(fields), RUN);
        const young = Date.parse(fields.created) >= Date.parse(AT);
        expect(result.act === 'delete').toBe(fields.label === RUN && young);
      }),
    );
  });
});

describe('keys', () => {
  it('are the same for all versions of a kind, and for an object and its entry', () => {
    const key = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
    const older = { ...key, apiVersion: 'apps/v1beta1' };
    const { apiVersion, kind, ...metadata } = older;

    expect(ledgerKey(key)).toBe(ledgerKeyOf({ apiVersion, kind, metadata }));
    expect(ledgerKey(key)).not.toBe(ledgerKey({ ...key, apiVersion: 'extensions/v1beta1' }));
    expect(ledgerKey(key)).not.toBe(ledgerKey({ ...key, namespace: 'store' }));
  });
});

describe('pages', () => {
  const run = { namespace: 'ns', migration: 'final', uid: RUN, plan: 'shop', planUid: 'plan-uid' };

  it('are read as they were written', () => {
    const entries = [entry({ uid: 'u-1' }), entry({ name: 'b\n"', added: { users: ['a'] } })];
    const page = { number: 3, entries, resourceVersion: '7', complete: true, owned: true };

    expect(readPage(buildPage(run, page))).toEqual(page);
  });

  it.each([
    ['stays when its MigMigration is deleted, which takes the run back', false, undefined],
    ['goes with its plan', true, [expect.objectContaining({ name: 'shop', uid: 'plan-uid' })]],
  ])('are found by their run; one that is owned: %s', (_, owned, ownerReferences) => {
    const page = buildPage(run, { number: 0, entries: [], complete: false, owned });

    expect(page.metadata).toMatchObject({
      namespace: 'ns',
      labels: { migmigration: RUN, 'drayage.dev/ledger': '0' },
    });
    expect(page.metadata.ownerReferences).toEqual(ownerReferences);
    expect(runOfPage(page, { ...run, uid: 'other', migration: 'other' })).toEqual(run);
  });

  it('fit into a ConfigMap, however long the names are', () => {
    const longest = entry({
      ...{ apiVersion: `${'g'.repeat(253)}/v1`, kind: 'K'.repeat(63), name: 'n'.repeat(253) },
      ...{ namespace: 's'.repeat(63), uid: 'u'.repeat(36) },
    });
    const entries = Array.from({ length: ENTRIES_OF_A_PAGE }, () => longest);

    const size = JSON.stringify(
      buildPage(run, { number: 0, entries, complete: true, owned: true }),
    ).length;

    expect(size).toBeLessThan(900 * 1024);
  });
});
