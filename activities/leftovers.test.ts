import { expect, it } from '@jest/globals';
import { transferLabels, transferNames } from '../domain/transfer/names.ts';
import { RUN } from '../test/builders/placing.ts';
import { asActivity, openRollbackStage } from '../test/builders/rollback.ts';
import { createLeftoverActivities } from './leftovers.ts';
import type { Ports } from './ports.ts';

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
