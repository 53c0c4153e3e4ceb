import { expect, test } from '@jest/globals';
import { FAULTS, listCells } from './cells.ts';
import { chooseSlice } from './slice.ts';

const idsOf = (seed: string): string[] => chooseSlice(listCells(), seed).map(({ id }) => id);

test('a slice has each fault once, and is the same for the same seed', () => {
  expect(chooseSlice(listCells(), 'a').map(({ fault }) => fault)).toEqual(FAULTS);
  expect(idsOf('a')).toEqual(idsOf('a'));
  expect(idsOf('a')).not.toEqual(idsOf('b'));
});

test('in the course of many commits every cell has its turn', () => {
  const seen = new Set(Array.from({ length: 500 }, (_, index) => idsOf(String(index))).flat());
  expect(seen.size).toBe(listCells().length);
});
