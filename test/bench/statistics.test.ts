import { describe, expect, it } from '@jest/globals';
import { isUnsteady, rank, type Spread, spreadOf } from './statistics.ts';

const spread = (min: number, median: number, max: number): Spread => ({
  ...{ runs: 3, min, median, max },
});

describe('spreadOf', () => {
  it('takes the middle of an odd number of runs, whatever their order', () => {
    expect(spreadOf([5, 1, 2])).toEqual({ runs: 3, min: 1, median: 2, max: 5 });
  });

  it('takes the mean of the two in the middle of an even number', () => {
    expect(spreadOf([4, 1, 10, 2])).toEqual({ runs: 4, min: 1, median: 3, max: 10 });
  });

  it('sorts by value, not as text', () => {
    expect(spreadOf([10, 9, 100])?.median).toBe(10);
  });

  it('takes one run as it is, and says nothing of none', () => {
    expect(spreadOf([3])).toEqual({ runs: 1, min: 3, median: 3, max: 3 });
    expect(spreadOf([])).toBeUndefined();
  });

  it('leaves the measurements in their order', () => {
    const values = [3, 1, 2];
    spreadOf(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('isUnsteady', () => {
  it('allows half as much again', () => {
    expect(isUnsteady(spread(2, 2.5, 3))).toBe(false);
    expect(isUnsteady(spread(2, 2.5, 3.1))).toBe(true);
  });
});

describe('rank', () => {
  it('divides medians when the ranges are apart', () => {
    expect(rank(spread(2.7, 2.8, 2.9), spread(1.3, 1.4, 1.5))).toEqual({ kind: 'ratio', ratio: 2 });
    expect(rank(spread(1, 1, 1), spread(2, 2, 2))).toEqual({ kind: 'ratio', ratio: 0.5 });
  });

  it('names no winner when the ranges overlap', () => {
    expect(rank(spread(2, 2.2, 2.6), spread(1.9, 2, 2.1)).kind).toBe('overlap');
  });

  it('refuses to rank when either side scatters', () => {
    expect(rank(spread(1, 3, 6), spread(1, 1, 1)).kind).toBe('unsteady');
    expect(rank(spread(1, 1, 1), spread(1, 3, 6)).kind).toBe('unsteady');
  });
});
