import { describe, expect, it } from '@jest/globals';
import { compareRows } from './comparison.ts';

describe('compareRows', () => {
  it.each([
    { what: 'everything is there', acked: [1, 2, 3], found: [3, 1, 2] },
    { what: 'an unconfirmed row is there too', acked: [1, 3], found: [1, 2, 3], extra: [2] },
    { what: 'nothing was written', acked: [], found: [] },
    { what: 'a confirmed row is absent', acked: [1, 2, 3], found: [1, 3], missing: [2] },
    { what: 'a row is there twice', acked: [1, 2], found: [1, 2, 2], duplicated: [2] },
  ])('tells that $what', ({ acked, found, missing = [], extra = [], duplicated = [] }) => {
    expect(compareRows(acked, found)).toMatchObject({ missing, extra, duplicated });
  });

  it('names what is missing, extra and double, in order', () => {
    const comparison = compareRows([1, 2, 3, 10, 9], [3, 1, 12, 11, 3]);

    expect(comparison).toEqual({
      acknowledged: 5,
      found: 4,
      missing: [2, 9, 10],
      extra: [11, 12],
      duplicated: [3],
    });
  });
});
