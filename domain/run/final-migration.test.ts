import type { KubeObject } from '../kube-object.ts';
import { finalMigrationOf, hasFinalMigration } from './final-migration.ts';

function migration(name: string, spec: object, condition?: string, minute = 0): KubeObject {
  const lastTransitionTime = `2026-11-23T10:${String(minute).padStart(2, '0')}:00Z`;
  return {
    apiVersion: 'migration.openshift.io/v1alpha1',
    kind: 'MigMigration',
    metadata: { name, namespace: 'openshift-migration' },
    spec: { migPlanRef: { name: 'shop' }, stage: false, ...spec },
    ...(condition === undefined
      ? {}
      : { status: { conditions: [{ type: condition, status: 'True', lastTransitionTime }] } }),
  };
}

test.each(['Succeeded', 'SucceededWithWarnings'])(
  'a cutover that %s has moved the plan',
  (type) => {
    const runs = [migration('failed', {}, 'Failed'), migration('moved', {}, type)];
    expect(finalMigrationOf('shop', runs)).toBe('moved');
  },
);

test.each([
  ['one that failed', migration('a', {}, 'Failed')],
  ['one that was canceled', migration('a', {}, 'Canceled')],
  ['one in progress', migration('a', {}, 'Running')],
  ['one that has not begun', migration('a', {})],
  ['a stage', migration('a', { stage: true }, 'Succeeded')],
  ['a rollback', migration('a', { rollback: true }, 'Succeeded')],
  ['a state migration', migration('a', { migrateState: true }, 'Succeeded')],
  ['one of another plan', migration('a', { migPlanRef: { name: 'bank' } }, 'Succeeded')],
  ['one without a plan', migration('a', { migPlanRef: undefined }, 'Succeeded')],
])('%s has not', (_what, run) => {
  expect(finalMigrationOf('shop', [run])).toBeUndefined();
});

const CUTOVER = (minute: number) => migration('moved', {}, 'Succeeded', minute);
const ROLLBACK = (minute: number, end = 'Succeeded') =>
  migration('back', { rollback: true }, end, minute);

test.each<[string, KubeObject[], string | undefined]>([
  ['was rolled back since', [CUTOVER(1), ROLLBACK(2)], undefined],
  [
    'was rolled back since, with warnings',
    [CUTOVER(1), ROLLBACK(2, 'SucceededWithWarnings')],
    undefined,
  ],
  ['was rolled back in vain', [CUTOVER(1), ROLLBACK(2, 'Failed')], 'moved'],
  ['is being rolled back', [CUTOVER(1), ROLLBACK(2, 'Running')], 'moved'],
  ['came after the rollback of an earlier one', [ROLLBACK(2), CUTOVER(3)], 'moved'],
  ['ended when the rollback did, for all one knows', [ROLLBACK(2), CUTOVER(2)], 'moved'],
])('a cutover that %s', (_what, runs, moved) => {
  expect(finalMigrationOf('shop', runs)).toBe(moved);
});

test('the refusal names both and says why', () => {
  const { type, category, message } = hasFinalMigration('shop', 'shop-1');
  expect({ type, category }).toEqual({ type: 'HasFinalMigration', category: 'Critical' });
  expect(message).toMatch(/shop .*shop-1.*overwrite/);
});
