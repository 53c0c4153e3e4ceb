import { describe, expect, test } from '@jest/globals';
import { type CountedRun, countInProgress, countRuns } from './run-counts.ts';

const runs: CountedRun[] = [
  { type: 'cutover', state: 'running' },
  { type: 'cutover', state: 'running' },
  { type: 'cutover', state: 'warnings' },
  { type: 'cutover', state: 'succeeded' },
  { type: 'stage', state: 'failed' },
  { type: 'state', state: 'canceled' },
  { type: 'rollback', state: 'pending' },
];

describe('counting runs', () => {
  test.each([
    ['final', 'running', 2],
    ['final', 'completed', 2],
    ['stage', 'failed', 1],
    ['state', 'canceled', 1],
    ['rollback', 'idle', 1],
    ['stage', 'running', 0],
  ])('%s, %s: %d', (type, status, count) => {
    const found = countRuns(runs).find((each) => each.type === type && each.status === status);
    expect(found?.runs).toBe(count);
  });

  test('the counts add up to the runs, and no pair is left out', () => {
    const counts = countRuns(runs);
    expect(counts).toHaveLength(4 * 6);
    expect(counts.reduce((sum, each) => sum + each.runs, 0)).toBe(runs.length);
  });

  test('only running ones are in progress', () => {
    expect(countInProgress(runs)).toEqual([
      { type: 'cutover', runs: 2 },
      { type: 'stage', runs: 0 },
      { type: 'state', runs: 0 },
      { type: 'rollback', runs: 0 },
    ]);
  });
});
