import { describe, expect, it } from '@jest/globals';
import { drawBox, drawRows } from './box.ts';

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
});
