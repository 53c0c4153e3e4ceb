import { expect, test } from '@jest/globals';
import { CUTOVER } from '../itinerary/cutover.ts';
import { recordItinerary } from '../itinerary/record.ts';
import { standingOf } from './standing.ts';
import { newRunState } from './state.ts';

const begun = newRunState(
  { workflowId: 'a/b', runId: 'c' },
  recordItinerary(CUTOVER, new Set()),
  '2026-01-01T00:00:00Z',
);

test('before the first step there is no phase', () => {
  expect(standingOf(begun)).toEqual({ undoing: false, held: false });
});

test('a run that is taken back stands at the step that failed', () => {
  const undoing = { why: 'failed', what: 'pods of the transfer' } as const;
  expect(standingOf({ ...begun, current: 2, undoing })).toEqual({
    ...{ phase: 'StartRefresh', undoing: true, held: false },
  });
});
