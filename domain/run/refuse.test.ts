import { expect, it } from '@jest/globals';
import { recordItinerary } from '../itinerary/record.ts';
import { STAGE } from '../itinerary/stage.ts';
import { refuse } from './refuse.ts';
import { newRunState } from './state.ts';

const STATE = newRunState(
  { workflowId: 'w', runId: 'r' },
  recordItinerary(STAGE, new Set()),
  '2026-01-01T00:00:00Z',
);

it.each([
  ['NotSupported', 'DRAY-2002'],
  ['InvalidSpec', 'DRAY-2001'],
  ['PlanNotReady', 'DRAY-2004'],
  ['HasFinalMigration', 'DRAY-2004'],
])('a run with %s fails with %s, before it touched anything', (type, code) => {
  const condition = { type, status: 'True', category: 'Critical', message: 'No.' } as const;

  expect(refuse(STATE, [condition])).toMatchObject({
    ...{ outcome: 'failed', warnings: [condition], failure: { code, detail: 'No.' } },
  });
});
