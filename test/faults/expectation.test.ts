import { describe, expect, it } from '@jest/globals';
import { listCells } from './cells.ts';
import { expectationOf } from './expectation.ts';

function expected(id: string): string {
  const cell = listCells().find((one) => one.id === id);
  if (cell === undefined) throw new Error(`there is no cell ${id}`);
  const { outcomes, place } = expectationOf(cell);
  return `${outcomes.join(' or ')}, ${place}`;
}

describe('expectationOf', () => {
  it.each([
    ['cutover/QuiesceApplications/worker-killed', 'succeeded, moved'],
    ['cutover/QuiesceApplications/target-5xx', 'succeeded, moved'],
    ['stage/QuiesceApplications/source-gone', 'succeeded, home'],
    ['state/QuiesceApplications/source-gone', 'succeeded, home'],
    ['rollback/DeleteMigrated/worker-killed', 'succeeded, back'],
  ])('what is away comes back: %s', (id, end) => {
    expect(expected(id)).toBe(end);
  });

  it.each([
    ['cutover/StartRefresh/cancel', 'canceled, home'],
    ['cutover/FinalRestoreCreated/cancel', 'canceled, home'],
    ['cutover/UnQuiesceDestApplications/cancel', 'succeeded, moved'],
    ['cutover/Verification/cancel', 'succeeded, moved'],
    ['stage/QuiesceApplications/cancel', 'canceled, home'],
    ['stage/DeleteRsyncResources/cancel', 'canceled or succeeded, home'],
    ['rollback/DeleteMigrated/cancel', 'canceled, halfway'],
  ])('a cancellation is obeyed until the target starts: %s', (id, end) => {
    expect(expected(id)).toBe(end);
  });

  it.each([
    ['cutover/FinalRestoreCreated/fatal', 'failed, home'],
    ['cutover/UnQuiesceDestApplications/fatal', 'failed, home'],
    ['cutover/DeleteRsyncResources/fatal', 'failed, moved'],
    ['state/EnsureQuiesced/fatal', 'failed, home'],
    ['rollback/Rollback/fatal', 'failed, halfway'],
  ])('a failure is taken back until the target has started: %s', (id, end) => {
    expect(expected(id)).toBe(end);
  });
});
