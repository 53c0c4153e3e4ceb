import { expect, test } from '@jest/globals';
import { failure } from '../failures/failure.ts';
import { foreseen } from './foresight.ts';

test('nothing in the way is no condition', () => {
  expect(foreseen([])).toEqual([]);
});

test('one warning tells all that is in the way, and what to do about each', () => {
  const hint = 'Let it end.';
  const job = failure('DRAY-2008', { detail: 'Job shop/load: still running', object: 'old', hint });
  const taken = failure('DRAY-1011', { detail: 'Service shop/web.', hint: 'Rename it.' });

  expect(foreseen([job, taken])).toMatchObject([
    {
      ...{ type: 'CutoverObstructed', status: 'True', category: 'Warn', durable: true },
      message:
        'A cutover of the plan would be refused now. ' +
        'DRAY-2008 the application cannot be moved as it is: old: Job shop/load: still running. Let it end. ' +
        'DRAY-1011 the object exists already and is not ours: Service shop/web. Rename it.',
    },
  ]);
});
