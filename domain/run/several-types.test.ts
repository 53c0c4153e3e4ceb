import { expect, it } from '@jest/globals';
import type { RunFlags } from './run-type.ts';
import { severalTypes } from './several-types.ts';

it.each<RunFlags>([
  {},
  { stage: false, migrateState: false, rollback: false },
  { stage: true },
  { stage: true, migrateState: false },
  { migrateState: true },
  { rollback: true },
])('%j is one run', (flags) => {
  expect(severalTypes(flags)).toBeUndefined();
});

it.each<[RunFlags, string]>([
  [{ stage: true, rollback: true }, 'spec.stage, spec.rollback '],
  [{ stage: true, migrateState: true }, 'spec.stage, spec.migrateState '],
  [{ stage: true, migrateState: true, rollback: true }, 'spec.stage, spec.migrateState, spec.roll'],
])('%j is refused as MTC does', (flags, named) => {
  expect(severalTypes(flags)).toMatchObject({
    ...{ type: 'InvalidSpec', status: 'True', category: 'Critical', reason: 'NotSupported' },
    message: expect.stringContaining(named),
  });
});
