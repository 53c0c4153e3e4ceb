import { expect, test } from '@jest/globals';
import { leftAlone, rolledBack } from './conditions.ts';

test.each([
  [
    { objects: 12, claims: 1, helpers: 2, started: 1 },
    'RolledBack',
    /^12 objects and 1 claim were deleted .* lost|^12 objects and 1 claim .*; 1 workload on the source was brought back/,
  ],
  [
    { objects: 0, claims: 0, helpers: 0, started: 2 },
    'RolledBack',
    /2 workloads on the source were brought back/,
  ],
  [{ objects: 0, claims: 0, helpers: 0, started: 0 }, 'NothingToRollBack', /nothing to roll back/],
])('%j is told as %s', (done, type, message) => {
  const condition = rolledBack(done);

  expect(condition).toMatchObject({ type, status: 'True', category: 'Advisory' });
  expect(condition.message).toMatch(message);
});

test('what stays is told when there is something, and warned of when it may run', () => {
  expect(leftAlone('ObjectsLeftAlone', 'They stay', [])).toEqual([]);
  expect(leftAlone('ObjectsLeftAlone', 'They stay', ['ConfigMap shop/a'])).toMatchObject([
    { category: 'Advisory', message: 'They stay: ConfigMap shop/a.' },
  ]);
  expect(leftAlone('WorkloadsLeftAlone', 'They stay', ['Deployment shop/a'])).toMatchObject([
    { category: 'Warn' },
  ]);
});
