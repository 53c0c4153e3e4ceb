import { describe, expect, it } from '@jest/globals';
import { keyOf } from '../domain/kube-object.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { backupName, buildBackup } from '../domain/velero/backup.ts';
import { transferLabels, transferNames } from '../domain/transfer/names.ts';
import { RUN } from '../test/builders/placing.ts';
import { asActivity, openRollbackStage } from '../test/builders/rollback.ts';
import { createLeftoverActivities } from './leftovers.ts';
import { type Ports, VELERO_NAMESPACE } from './ports.ts';

it('removes the parts of transfers of all runs of the plan, on both sides, and no copies', async () => {
  const { host, source, target, facts } = openRollbackStage();
  const clusters = {
    host,
    named: (name: string) => Promise.resolve(name === 'source' ? source : target),
  };
  const volume = { runUid: RUN.uid, planUid: RUN.planUid, namespace: 'shop', claim: 'data' };
  const part = (namespace: string, role: 'sender' | 'receiver', name?: string) => ({
    ...{ apiVersion: 'v1', kind: 'Secret' },
    metadata: {
      name: name ?? transferNames(volume)[role],
      namespace,
      labels: transferLabels(volume, role),
    },
  });
  source.seed(part('shop', 'sender'), part('shop', 'sender', 'copied'));
  target.seed(part('store', 'receiver'), part('elsewhere', 'receiver'));

  const { removed } = await asActivity(() =>
    createLeftoverActivities({ clusters } as unknown as Ports).removeTransfers(facts),
  );

  expect(removed).toBe(2);
  expect(source.objects('Secret').map(({ metadata }) => metadata.name)).toEqual(['copied']);
  expect(target.objects('Secret').map(({ metadata }) => metadata.namespace)).toEqual(['elsewhere']);
});

it('removes the network policies of a run, and no other', async () => {
  const { host, source, target, facts } = openRollbackStage();
  for (const cluster of [source, target]) {
    cluster.kinds.set('networking.k8s.io/v1', ['NetworkPolicy']);
  }
  const named = (name: string) => Promise.resolve(name === 'source' ? source : target);
  const ports = { clusters: { host, named } } as unknown as Ports;
  const { uid: runUid, planUid } = facts.run;
  const volume = { runUid, planUid, namespace: 'shop', claim: 'data' };
  const kind = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };
  const labels = transferLabels(volume, 'sender');
  source.seed(
    { ...kind, metadata: { name: transferNames(volume).sender, namespace: 'shop', labels } },
    { ...kind, metadata: { name: 'deny', namespace: 'shop' } },
  );

  await asActivity(() => createLeftoverActivities(ports).removeHelpers(facts));

  expect(source.objects('NetworkPolicy').map(({ metadata }) => metadata.name)).toEqual(['deny']);
});

describe('what an earlier run of the plan asked of Velero', () => {
  /** A cutover that comes behind a run that failed, whose backup nobody could delete then. */
  function behind(change: Partial<RunFacts> = {}) {
    const stage = openRollbackStage();
    const { host, source, target } = stage;
    stage.migration(RUN, {}, 'Failed');
    const place = { namespace: VELERO_NAMESPACE, namespaces: ['shop'], location: 'b' };
    const backup = { ...buildBackup({ run: RUN, ...place }), status: { phase: 'Completed' } };
    const other = { ...RUN, uid: 'other-uid', migration: 'other', plan: 'other', planUid: 'other' };
    const foreign = { ...buildBackup({ run: other, ...place }), status: { phase: 'Completed' } };
    source.seed(backup, foreign);
    target.seed(backup);
    // What Velero does when it is asked to, a moment later.
    source.before = (method, key) => {
      if (method !== 'get' || key?.kind !== 'Backup') return;
      for (const { metadata } of source.objects('DeleteBackupRequest')) {
        void source.delete({ ...keyOf(backup), name: metadata.name });
      }
    };
    const named = (name: string) => Promise.resolve(name === 'source' ? source : target);
    const ports = { clusters: { host, named } } as unknown as Ports;
    const facts: RunFacts = {
      ...stage.facts,
      type: 'cutover',
      objectTransport: 'Velero',
      ...change,
    };
    return {
      clear: () => asActivity(() => createLeftoverActivities(ports).clearLeftovers(facts)),
      backups: () =>
        [source, target].map((one) => one.objects('Backup').map(({ metadata }) => metadata.name)),
      names: { earlier: backupName(RUN), foreign: backupName(other) },
    };
  }

  it('goes before the next cutover, and nothing of another plan', async () => {
    const { clear, backups, names } = behind();
    expect(backups()).toEqual([[names.earlier, names.foreign], [names.earlier]]);

    await clear();

    expect(backups()).toEqual([[names.foreign], []]);
  });

  it.each<[string, Partial<RunFacts>]>([
    ['a stage', { type: 'stage' }],
    ['a run without Velero', { objectTransport: 'Direct' }],
  ])('is no matter of %s', async (_of, change) => {
    const { clear, backups, names } = behind(change);

    await clear();

    expect(backups()[0]).toContain(names.earlier);
  });
});
