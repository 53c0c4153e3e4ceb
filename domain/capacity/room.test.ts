import { describe, expect, it, test } from '@jest/globals';
import { lackOfRoom, surelyFits } from './room.ts';

const MI = 2 ** 20;
const room = { freeBytes: 105 * MI, freeInodes: 1050, inodes: 2000 };

describe('lackOfRoom', () => {
  it.each<
    [string, [number, number], Partial<Parameters<typeof lackOfRoom>[1]>, string | undefined]
  >([
    ['what just fits', [100 * MI, 1000], {}, undefined],
    ['too many bytes', [101 * MI, 10], {}, 'needs 106 MiB, and 105 MiB are there'],
    ['too many files', [MI, 1001], {}, 'needs 1052 inodes, and 1050 are there'],
    ['a full volume', [MI, 1], { freeBytes: 0 }, 'needs 1.1 MiB, and 0 B are there'],
    ['a file system without fixed inodes', [MI, 1001], { inodes: 0, freeInodes: 0 }, undefined],
    ['nothing', [0, 0], { freeBytes: 0, freeInodes: 0 }, undefined],
    [
      'what is there already',
      [100 * MI, 1000],
      { freeBytes: 10 * MI, freeInodes: 60, held: { bytes: 95 * MI, inodes: 990 } },
      undefined,
    ],
    [
      'more than is there already',
      [200 * MI, 1000],
      { freeBytes: 10 * MI, held: { bytes: 95 * MI, inodes: 990 } },
      'needs 210 MiB, and 105 MiB are there',
    ],
  ])('%s', (_, [bytes, inodes], change, expected) => {
    expect(lackOfRoom({ bytes, inodes }, { ...room, ...change })).toBe(expected);
  });

  it('names all that lacks', () => {
    expect(lackOfRoom({ bytes: 101 * MI, inodes: 5000 }, room)).toMatch(/MiB.*; .*inodes/);
  });
});

describe('surelyFits', () => {
  const source = { sizeBytes: 100 * MI, freeBytes: 50 * MI, inodes: 1000, freeInodes: 500 };

  test.each([
    ['more is free than the source has used', {}, true],
    ['less is free', { freeBytes: 40 * MI }, false],
    ['fewer inodes are free', { freeInodes: 400 }, false],
  ])('%s: %o', (_, change, expected) => {
    expect(surelyFits(source, { ...room, sizeBytes: 200 * MI, ...change })).toBe(expected);
  });

  test('a source that does not count its inodes has to be walked', () => {
    const target = { ...room, sizeBytes: 200 * MI };
    expect(surelyFits({ ...source, inodes: 0, freeInodes: 0 }, target)).toBe(false);
    expect(surelyFits({ ...source, inodes: 0, freeInodes: 0 }, { ...target, inodes: 0 })).toBe(
      true,
    );
  });
});
