import { describe, expect, it } from '@jest/globals';
import { formatBytes, formatDuration } from './duration.ts';

describe('formatDuration', () => {
  it.each([
    [12, '12 ms'],
    [1500, '1.5 s'],
    [251_180, '4 min 11 s'],
    [119_900, '2 min 0 s'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1400, '1.4 kB'],
    [86_000_000, '86 MB'],
    [1_440_000_000, '1.4 GB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
