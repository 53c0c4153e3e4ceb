import { expect, it } from '@jest/globals';
import { type RunFlags, type RunType, runTypeOf } from './run-type.ts';

it.each<[RunFlags, RunType]>([
  [{}, 'cutover'],
  [{ stage: false, migrateState: false, rollback: false }, 'cutover'],
  [{ stage: 'yes' }, 'cutover'],
  [{ stage: true }, 'stage'],
  [{ stage: false, migrateState: true }, 'state'],
  [{ stage: false, rollback: true }, 'rollback'],
])('%j is a %s', (flags, type) => {
  expect(runTypeOf(flags)).toBe(type);
});
