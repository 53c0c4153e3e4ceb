import { describe, expect, it } from '@jest/globals';
import { wireBytes } from './rsync-output.ts';

describe('wireBytes', () => {
  it.each([
    ['machine numbers', 'sent 1234 bytes  received 56 bytes  860.00 bytes/sec', 1290],
    ['groups of digits', 'sent 1,234,567 bytes  received 33 bytes  1 bytes/sec', 1_234_600],
    ['units', 'sent 1.07G bytes  received 2.50K bytes  9.99M bytes/sec', 1_070_002_500],
  ])('reads %s', (_what, line, bytes) => {
    expect(wireBytes(`x\n${line}\ntotal size is 3  speedup is 1.00\n`)).toBe(bytes);
  });

  it('adds up the runs of a pass that has several', () => {
    const one = 'sent 10 bytes  received 5 bytes  1 bytes/sec\n';
    expect(wireBytes(one + one)).toBe(30);
  });

  it('takes no line of the log for the summary', () => {
    const log = '2026/11/23 20:00:00 [7] sent 99 bytes  received 99 bytes\n';
    expect(wireBytes(`${log}sent 1 bytes  received 2 bytes\n`)).toBe(3);
  });

  it('says so when there is none', () => {
    expect(() => wireBytes('rsync error: timeout')).toThrow('timeout');
  });
});
