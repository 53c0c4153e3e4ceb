import {
  formatAge,
  formatBar,
  formatBytes,
  formatClock,
  formatDuration,
  formatPercent,
  formatRate,
  parseDuration,
  secondsSince,
} from './format.ts';

const GIB = 1024 ** 3;

test.each([
  [0, '0 B'],
  [512, '512 B'],
  [999, '999 B'],
  [1000, '1.0 KiB'],
  [1536, '1.5 KiB'],
  [320 * 1024 ** 2, '320 MiB'],
  [1.5 * GIB, '1.5 GiB'],
  [9.97 * GIB, '10 GiB'],
  [1023 * GIB, '1.0 TiB'],
  [5 * 1024 ** 6, '5120 PiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('a rate is bytes per second', () => {
  expect(formatRate(52 * 1024 ** 2)).toBe('52 MiB/s');
});

test.each([
  [0, '0s'],
  [59.4, '59s'],
  [59.6, '1m 00s'],
  [125, '2m 05s'],
  [3600, '1h 00m'],
  [3725, '1h 02m'],
  [86400 * 3 + 3600 * 4, '3d 4h'],
  [-5, '0s'],
])('a length of %d s is %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test.each([
  [14.9, '00:00:14'],
  [3725, '01:02:05'],
  [360_000, '100:00:00'],
])('a clock at %d s shows %s', (seconds, text) => {
  expect(formatClock(seconds)).toBe(text);
});

test.each([
  [45, '45s'],
  [119, '119s'],
  [720, '12m'],
  [3 * 3600, '3h'],
  [5 * 86400, '5d'],
])('an age of %d s is %s', (seconds, text) => {
  expect(formatAge(seconds)).toBe(text);
});

test('all of it is said only of all of it', () => {
  expect(formatPercent(0.9999)).toBe('99%');
  expect(formatBar(0.9999, 4)).toBe('███░');
  expect(formatPercent(1)).toBe('100%');
  expect(formatBar(1, 4)).toBe('████');
});

test('a share out of nothing is nothing', () => {
  expect(formatPercent(0 / 0)).toBe('0%');
  expect(formatBar(0 / 0, 3)).toBe('░░░');
});

test('seconds since a time in the future are none', () => {
  const now = Date.parse('2026-01-01T00:00:10Z');
  expect(secondsSince('2026-01-01T00:00:00Z', now)).toBe(10);
  expect(secondsSince('2026-01-01T00:01:00Z', now)).toBe(0);
});

test.each([
  ['90', 90_000],
  ['90s', 90_000],
  ['2h', 7_200_000],
  ['1h30m', 5_400_000],
  ['500ms', 500],
  ['1.5s', 1500],
  ['', undefined],
  ['2 h', undefined],
  ['h', undefined],
  ['5x', undefined],
  ['-5s', undefined],
])('the duration %j is %p ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});
