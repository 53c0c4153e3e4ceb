import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { groupsOf } from './groups.ts';
import { OUTCOMES, type Reason, type ReportedObject } from './report.ts';

function reported(changes: Partial<ReportedObject>): ReportedObject {
  return {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', outcome: 'asItIs', notable: false },
    ...{ reasons: [], fields: [] },
    ...changes,
  };
}

const left = (rule: string, text: string): Partial<ReportedObject> => ({
  outcome: 'leftBehind',
  reasons: [{ severity: 'left', rule, text }] satisfies Reason[],
});

it('counts by what becomes of objects and why, the worst and the most first', () => {
  const replicaSet = { apiVersion: 'apps/v1', kind: 'ReplicaSet' };
  const groups = groupsOf([
    reported({}),
    reported({
      kind: 'Service',
      outcome: 'changed',
      fields: ['spec.clusterIP', 'spec.clusterIPs'],
    }),
    reported({ ...replicaSet, ...left('owned', 'Deployment web makes it anew') }),
    reported({ kind: 'Endpoints', ...left('endpoints', 'controllers of the target make it') }),
    reported({ ...replicaSet, ...left('owned', 'Deployment shop makes it anew') }),
    reported({ kind: 'Secret', notable: true, outcome: 'changed' }),
  ]);
  expect(groups).toEqual([
    {
      outcome: 'leftBehind',
      kind: 'ReplicaSet.apps',
      count: 2,
      why: 'their owners make them anew',
    },
    {
      outcome: 'leftBehind',
      kind: 'Endpoints',
      count: 1,
      why: 'controllers of the target make it',
    },
    { outcome: 'changed', kind: 'Service', count: 1, why: 'spec.clusterIP, spec.clusterIPs' },
    { outcome: 'asItIs', kind: 'ConfigMap', count: 1, why: '' },
  ]);
});

it('counts every object that is not to be read by itself, and no other', () => {
  const objects = fc.array(
    fc
      .record({
        outcome: fc.constantFrom(...OUTCOMES),
        kind: fc.constantFrom('Pod', 'Service'),
        notable: fc.boolean(),
        fields: fc.array(fc.constantFrom('spec', 'data')),
      })
      .map(reported),
  );
  fc.assert(
    fc.property(objects, (all) => {
      const counted = groupsOf(all).reduce((sum, { count }) => sum + count, 0);
      expect(counted).toBe(all.filter(({ notable }) => !notable).length);
    }),
  );
});
