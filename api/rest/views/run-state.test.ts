import { describe, expect, test } from '@jest/globals';
import {
  condition,
  type FakeCondition,
  migMigration,
} from '../../../test/fakes/migration-objects.ts';
import { type RunView, runView } from './run.ts';

function show({ spec = {}, status = {} }: { spec?: object; status?: object }): RunView {
  const temporal = { uiUrl: undefined, namespace: 'default' };
  return runView(migMigration('night', { spec, status }), [], { now: new Date(0), temporal });
}

function withConditions(...conditions: FakeCondition[]): RunView {
  return show({ status: { conditions: conditions.map(condition) } });
}

const END = '2026-11-23T06:09:00Z';
const PREPARE = { type: 'Running', reason: 'Prepare', message: 'Step: 3/49' };

describe('the state of a run', () => {
  test.each<[string, FakeCondition[], string]>([
    ['nothing is known', [], 'pending'],
    ['it may start', [{ type: 'Ready' }], 'pending'],
    ['it runs', [{ type: 'Ready' }, PREPARE], 'running'],
    ['it is being cancelled', [{ type: 'Canceling' }], 'running'],
    ['it is cancelled', [{ type: 'Canceled' }], 'canceled'],
    ['it succeeded', [{ type: 'Succeeded' }], 'succeeded'],
    ['it succeeded, but', [{ type: 'SucceededWithWarnings' }], 'warnings'],
    ['it failed', [{ type: 'Failed' }], 'failed'],
    ['it failed, and Running was not taken away', [PREPARE, { type: 'Failed' }], 'failed'],
    [
      'it was said to be cancelled before it failed',
      [{ type: 'Canceling' }, { type: 'Failed' }],
      'failed',
    ],
    ['a condition does not hold', [{ type: 'Failed', status: 'False' }, PREPARE], 'running'],
    ['it is refused', [{ type: 'PlanClosed', category: 'Critical' }], 'pending'],
  ])('%s', (_, conditions, state) => {
    expect(withConditions(...conditions).state).toBe(state);
  });

  test('its end is when the condition that says so began to hold', () => {
    const ended = withConditions({ type: 'Succeeded', lastTransitionTime: END });
    expect(ended.endedAt).toBe(END);
    expect(withConditions(PREPARE)).not.toHaveProperty('endedAt');
  });
});

describe('the type of a run', () => {
  test.each([
    [{ stage: true }, 'stage'],
    [{ stage: false }, 'cutover'],
    [{ stage: false, migrateState: true }, 'state'],
    [{ stage: true, migrateState: true }, 'state'],
    [{ stage: false, rollback: true }, 'rollback'],
    [{ stage: 'yes' }, 'cutover'],
  ])('%j: %s', (spec, type) => {
    expect(show({ spec }).type).toBe(type);
  });
});
