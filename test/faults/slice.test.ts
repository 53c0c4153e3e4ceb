import { expect, test } from '@jest/globals';
import { isQuiet, listCells } from './cells.ts';
import { chooseSlice } from './slice.ts';

const idsOf = (seed: string): string[] => chooseSlice(listCells(), seed).map(({ id }) => id);

test('a slice has each kind of fault, and is the same for the same seed', () => {
  const slice = chooseSlice(listCells(), 'a');
  expect(slice.map(isQuiet)).toEqual([false, false, true]);
  expect(slice[0]?.fault).toBe('worker-killed');
  expect(idsOf('a')).toEqual(idsOf('a'));
  expect(idsOf('a')).not.toEqual(idsOf('b'));
});

test('in the course of many commits every cell has its turn', () => {
  const seen = new Set(Array.from({ length: 1_500 }, (_, index) => idsOf(String(index))).flat());
  expect(seen.size).toBe(listCells().length);
});
