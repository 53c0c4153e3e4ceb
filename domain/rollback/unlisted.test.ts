import { expect, test } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { unlistedRunning } from './unlisted.ts';

function run(name: string, minute: number, spec: object = {}, done = true): KubeObject {
  const time = `2026-11-23T10:${String(minute).padStart(2, '0')}:00Z`;
  return {
    apiVersion: 'migration.openshift.io/v1alpha1',
    kind: 'MigMigration',
    metadata: { name, namespace: 'ns', uid: `u-${name}`, creationTimestamp: time },
    spec: { migPlanRef: { name: 'shop' }, stage: false, ...spec },
    status: {
      conditions: [
        { type: done ? 'Succeeded' : 'Failed', status: 'True', lastTransitionTime: time },
      ],
    },
  };
}

function deployment(uid: string, replicas = 1): KubeObject {
  const labels = { 'migration.openshift.io/migrated-by-migmigration': uid };
  const metadata = { name: 'web', namespace: 'shop', labels };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas } };
}

const BACK = run('back', 20, { rollback: true });

interface Case {
  runs: KubeObject[];
  /** Uids of runs that have a ledger. */
  listed?: string[];
  workload?: KubeObject;
}

const CUTOVER = run('a', 10);

test.each<[string, Case, boolean]>([
  ['its ledger is gone', { runs: [CUTOVER] }, true],
  ['it has a ledger: this is a copy', { runs: [CUTOVER], listed: ['u-a'] }, false],
  ['it stands still', { runs: [CUTOVER], workload: deployment('u-a', 0) }, false],
  ['it is of nobody', { runs: [CUTOVER], workload: deployment('u-other') }, false],
  ['it was rolled back since: this is a copy', { runs: [CUTOVER, BACK] }, false],
  ['the rollback was before', { runs: [BACK, run('a', 30)] }, true],
  ['the rollback failed', { runs: [CUTOVER, run('back', 20, { rollback: true }, false)] }, true],
])('a workload that says it is of a cutover: %s', (_what, given, unlisted) => {
  const { runs, listed = [], workload = deployment('u-a') } = given;

  const found = unlistedRunning('shop', runs, new Set(listed), [workload]);

  expect(found).toEqual(unlisted ? ['Deployment shop/web'] : []);
});
