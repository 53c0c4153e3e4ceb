import { misfit, readStart, windowSeconds } from './start-time.ts';

/** In whatever zone this machine is: times of day are those of its clock. */
const local = (text: string): number => Date.parse(text);
const NOW = local('2026-11-23T12:00:00');
const iso = (text: string): string => new Date(local(text)).toISOString();

test.each([
  ['14:30', '2026-11-23T14:30:00'],
  ['02:00', '2026-11-24T02:00:00'],
  ['2026-11-28T02:00', '2026-11-28T02:00:00'],
  ['+1h30m', '2026-11-23T13:30:00'],
])('--at %s is %s', (at, expected) => {
  expect(readStart({ at }, NOW)).toEqual({ startAt: iso(expected) });
});

test('--at takes another zone', () => {
  expect(readStart({ at: '2026-11-28T02:00:00+09:00' }, NOW)).toEqual({
    startAt: '2026-11-27T17:00:00.000Z',
  });
});

test.each([
  ['02:00-04:00', '2026-11-24T02:00:00', '2026-11-24T04:00:00'],
  ['22:00-05:00', '2026-11-23T22:00:00', '2026-11-24T05:00:00'],
  ['11:00-13:00', undefined, '2026-11-23T13:00:00'],
  ['20:00-13:00', undefined, '2026-11-23T13:00:00'],
  ['2026-11-28T02:00/2026-11-28T04:00', '2026-11-28T02:00:00', '2026-11-28T04:00:00'],
  ['+1h/+2h', '2026-11-23T13:00:00', '2026-11-23T14:00:00'],
])('--window %s begins at %s, not after %s', (window, startAt, startBefore) => {
  expect(readStart({ window }, NOW)).toEqual({
    ...(startAt === undefined ? {} : { startAt: iso(startAt) }),
    startBefore: iso(startBefore),
  });
});

test.each([
  [{ at: 'soon' }, 'not a time'],
  [{ at: '2026-11-23T11:59' }, 'it has passed'],
  [{ window: '02:00' }, 'not two times'],
  [{ window: '02:00-03:00-04:00' }, 'not two times'],
  [{ window: '2026-11-28T04:00/2026-11-28T02:00' }, 'it is over'],
])('%j is refused', (flags, words) => {
  expect(() => readStart(flags, NOW)).toThrow(words);
});

test('an outage that may not fit its window is told', () => {
  const start = { startAt: '2026-11-28T02:00:00Z', startBefore: '2026-11-28T02:03:00Z' };
  expect(windowSeconds(start, NOW)).toBe(180);
  expect(misfit(180, 300)).toContain('may take 5m 00s, the window is only 3m 00s long');
  expect(misfit(180, 180)).toBeUndefined();
  expect(misfit(180, undefined)).toBeUndefined();
  expect(misfit(undefined, 300)).toBeUndefined();
});
