import { expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { runsOfPlan } from './runs-of-plan.ts';

const OWN = { namespace: 'ns', migration: 'back', uid: 'u-back', plan: 'shop', planUid: 'p' };

function migration(name: string, spec: object = {}, begun = true): KubeObject {
  return {
    apiVersion: 'migration.openshift.io/v1alpha1',
    kind: 'MigMigration',
    metadata: { name, namespace: 'ns', uid: `u-${name}` },
    spec: { migPlanRef: { name: 'shop' }, stage: false, ...spec },
    ...(begun ? { status: { startTimestamp: '2026-11-23T10:00:00Z' } } : {}),
  };
}

it('are those that began and those that left a ledger, each once, and no rollback', () => {
  const migrations = [
    migration('failed'),
    migration('staged', { stage: true }),
    migration('waiting', {}, false),
    migration('other', { migPlanRef: { name: 'bank' } }),
    migration('back', { rollback: true }),
  ];
  const tidied = { ...OWN, migration: 'tidied', uid: 'u-tidied' };
  const failed = { ...OWN, migration: 'failed', uid: 'u-failed' };

  const runs = runsOfPlan(OWN, migrations, [tidied, failed]);

  expect(runs.map(({ uid }) => uid).sort()).toEqual(['u-failed', 'u-staged', 'u-tidied']);
  expect(runs).toContainEqual({ ...OWN, migration: 'staged', uid: 'u-staged' });
});
