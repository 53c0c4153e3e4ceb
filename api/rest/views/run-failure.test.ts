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

const PREPARE = { type: 'Running', reason: 'Prepare', message: 'Step: 3/49' };

describe('the failure of a run', () => {
  const recorded = {
    code: 'DRAY-3007',
    kind: 'fatal',
    meaning: 'the volume on the target is full',
    detail: 'no space left',
    object: 'target: PersistentVolumeClaim shop/data',
    hint: 'Enlarge it.',
  };
  const failed = { type: 'Failed', message: 'See: Errors.' };

  test.each<[string, { conditions?: FakeCondition[]; drayage?: object }, object | undefined]>([
    ['none', { conditions: [PREPARE] }, undefined],
    [
      'recorded by the workflow',
      { conditions: [failed], drayage: { failure: recorded } },
      { code: 'DRAY-3007', object: recorded.object, hint: 'Enlarge it.' },
    ],
    [
      'only in the condition',
      { conditions: [failed] },
      { code: 'DRAY-9001', detail: 'Failed: See: Errors.' },
    ],
    [
      'named in the condition',
      { conditions: [{ ...failed, message: 'DRAY-3009 the copy differs' }] },
      { code: 'DRAY-3009', meaning: 'the copy differs from the source' },
    ],
    [
      'named by a code we do not know',
      { conditions: [{ ...failed, message: 'DRAY-7777 what' }] },
      { code: 'DRAY-9001' },
    ],
    [
      'refused: another run',
      { conditions: [{ type: 'Postponed', category: 'Critical', message: 'Wait.' }] },
      { code: 'DRAY-2005', detail: 'Postponed: Wait.' },
    ],
    [
      'refused: no plan',
      { conditions: [{ type: 'InvalidPlanRef', category: 'Critical' }] },
      { code: 'DRAY-2003' },
    ],
    [
      'refused: not supported',
      { conditions: [{ type: 'NotSupported', category: 'Critical' }] },
      { code: 'DRAY-2002' },
    ],
    [
      'refused otherwise',
      { conditions: [{ type: 'RegistriesUnhealthy', category: 'Critical' }] },
      { code: 'DRAY-2004' },
    ],
    [
      'no refusal that holds',
      { conditions: [{ type: 'PlanClosed', category: 'Critical', status: 'False' }] },
      undefined,
    ],
    ['a warning is none', { conditions: [{ type: 'StageNoOp', category: 'Warn' }] }, undefined],
    [
      'none after all',
      { conditions: [{ type: 'Succeeded' }, { type: 'PlanClosed', category: 'Critical' }] },
      undefined,
    ],
  ])('%s', (_, { conditions = [], drayage }, expected) => {
    const view = show({ status: { conditions: conditions.map(condition), drayage } });
    if (expected === undefined) expect(view).not.toHaveProperty('failure');
    else expect(view.failure).toMatchObject(expected);
  });
});
