import { describe, expect, it } from '@jest/globals';
import { drawBox, drawRows, wrapWords } from './box.ts';

describe('drawBox', () => {
  it('is as wide as its widest line, colours not counted', () => {
    const box = drawBox('moved', ['\x1b[32mall is well\x1b[39m', 'yes']);

    expect(box.split('\n')).toEqual([
      '╭─ moved ─────╮',
      '│ \x1b[32mall is well\x1b[39m │',
      '│ yes         │',
      '╰─────────────╯',
    ]);
  });

  it('makes room for a title that is wider than what it holds', () => {
    expect(drawBox('a title', ['x']).split('\n')).toEqual([
      '╭─ a title ─╮',
      '│ x         │',
      '╰───────────╯',
    ]);
  });
});

describe('drawRows', () => {
  it('lines the values up', () => {
    expect(
      drawRows([
        ['a', '1'],
        ['long', '2'],
      ]),
    ).toEqual(['a     1', 'long  2']);
  });

  it('goes on below a value that is too long', () => {
    expect(drawRows([['name', 'one two three']], 14)).toEqual(['name  one two', '      three']);
  });
});

describe('wrapWords', () => {
  it('leaves a long word whole, since links are words', () => {
    expect(wrapWords('see http://a/long/link now', 8)).toEqual([
      'see',
      'http://a/long/link',
      'now',
    ]);
  });
});
