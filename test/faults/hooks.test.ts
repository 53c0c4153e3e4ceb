import { expect, test } from '@jest/globals';
import { hookPhaseOf } from './hooks.ts';

test.each([
  ['PreBackupHooks', 'PreBackup'],
  ['PostRestoreHooks', 'PostRestore'],
  ['EnsureInitialBackup', undefined],
])('%s runs the hooks of %s', (phase, expected) => {
  expect(hookPhaseOf({ phase })).toBe(expected);
});
