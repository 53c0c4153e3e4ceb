import { describe, expect, it } from '@jest/globals';
import { rankText, rateText, secondsText, steadinessText } from './words.ts';

describe('secondsText', () => {
  it('tells the range of several runs, and nothing more than one run knows', () => {
    expect(secondsText([2.5, 2.204, 2.3])).toBe('2.30 s (2.20–2.50)');
    expect(secondsText([2.5])).toBe('2.50 s');
    expect(secondsText([])).toBe('–');
  });
});

describe('rateText', () => {
  it('divides by the median', () => {
    expect(rateText(1e9, [2, 4, 1])).toBe('500 MB/s');
  });
});

describe('rankText', () => {
  it('tells a ratio, its doubts, and when there is none', () => {
    expect(rankText([2, 2.1, 2.2], [1, 1.05, 1.1])).toBe('2.00');
    expect(rankText([2, 2.1, 2.2], [2.1, 2.1, 2.1])).toBe('1.00, ranges overlap');
    expect(rankText([1, 5, 9], [1, 1, 1])).toBe('not ranked: runs scatter');
  });
});

describe('steadinessText', () => {
  it('speaks only of an unsteady disk', () => {
    expect(steadinessText('small files', [1, 1.1])).toBeUndefined();
    expect(steadinessText('small files', [0.5, 9])).toContain('between 0.50 and 9.00 s');
  });
});
