import { describe, expect, it } from '@jest/globals';
import { BANDWIDTH_ANNOTATION, bandwidthLimit, limitOfCommand } from './bandwidth.ts';
import { passCommand } from './rsync.ts';

const noted = (text: string): Record<string, string> => ({ [BANDWIDTH_ANNOTATION]: text });

describe('bandwidthLimit', () => {
  it.each([
    [undefined, undefined, 0],
    [{}, 500, 500],
    [noted('20480'), undefined, 20_480],
    [noted('20480'), 500, 20_480],
    [noted('0'), 500, 0],
    [noted(' 7 '), 500, 7],
    [noted(''), 500, 500],
  ])('of a run with %j where %j is set for all is %j KiB/s', (annotations, setting, limit) => {
    expect(bandwidthLimit(annotations, setting)).toEqual({ kibPerSecond: limit });
  });

  it.each(['20M', '-1', '1.5', '99999999999', 'fast'])('cannot be %s', (text) => {
    const read = bandwidthLimit(noted(text), 500);
    expect(read).toEqual({
      problem: expect.stringContaining(
        `(found the text "${text}") has to be a whole number`,
      ) as unknown,
    });
  });
});

describe('limitOfCommand', () => {
  it.each([0, 1, 20_480])('reads back %i', (bandwidthLimitKiBps) => {
    expect(limitOfCommand(passCommand({ kind: 'initial', bandwidthLimitKiBps }))).toBe(
      bandwidthLimitKiBps,
    );
  });
});
