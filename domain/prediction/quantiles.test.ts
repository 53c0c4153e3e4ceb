import { describe, expect, it } from '@jest/globals';
import { addSpans, doubted, spanOf } from './quantiles.ts';

describe('a span', () => {
  it('is median and ninth tenth', () => {
    expect(spanOf([3, 1, 2])).toEqual({ p50: 2, p90: 2.8 });
    expect(spanOf([7])).toEqual({ p50: 7, p90: 7 });
    expect(spanOf([])).toBeUndefined();
  });

  it.each([
    [1, 15],
    [5.5, 12.5],
    [10, 10],
    [50, 10],
  ])('that rests on %d cases is doubted up to %d', (cases, p90) => {
    expect(doubted({ p50: 10, p90: 10 }, cases)).toEqual({ p50: 10, p90 });
  });

  it('behind another adds its median, and less of its doubt', () => {
    const one = { p50: 10, p90: 13 };
    const other = { p50: 20, p90: 24 };
    expect(addSpans([one, other])).toEqual({ p50: 30, p90: 35 });
    expect(addSpans([])).toEqual({ p50: 0, p90: 0 });
  });
});
