import { describe, expect, it } from '@jest/globals';
import { DUE, missedStart, mustWait } from './start-time.ts';

const AT = '2026-11-28T02:00:00Z';
const BEFORE = '2026-11-28T04:00:00Z';

describe('a run that has a time', () => {
  it.each([
    ['has none', {}, undefined, false],
    ['is told of', { startAt: AT }, undefined, true],
    ['has come', { startAt: AT }, { [DUE]: AT }, false],
    ['was changed since', { startAt: BEFORE }, { [DUE]: AT }, true],
  ])('which %s waits, or not', (_, wanted, annotations, waits) => {
    expect(mustWait(wanted, annotations)).toBe(waits);
  });

  it.each([
    [{}, '2030-01-01T00:00:00Z', undefined],
    [{ startAt: AT }, '2026-11-28T02:15:00Z', undefined],
    [{ startAt: AT }, '2026-11-28T02:15:01Z', 'StartMissed'],
    [{ startAt: AT, startBefore: BEFORE }, '2026-11-28T03:59:59Z', undefined],
    [{ startAt: AT, startBefore: BEFORE }, '2026-11-28T04:00:01Z', 'StartMissed'],
    [{ startBefore: BEFORE }, '2026-11-28T04:00:01Z', 'StartMissed'],
    [{ startAt: BEFORE, startBefore: AT }, '2026-11-01T00:00:00Z', 'InvalidSpec'],
  ])('%j at %s: %s', (wanted, now, refusal) => {
    expect(missedStart(wanted, new Date(now))?.type).toBe(refusal);
  });
});
