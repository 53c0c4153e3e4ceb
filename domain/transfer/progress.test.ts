import { describe, expect, it } from '@jest/globals';
import { parsePassStats, parseProgress, parseTotals } from './progress.ts';

const STATS = `
Number of files: 20,204 (reg: 20,001, dir: 202, link: 1)
Number of created files: 1 (reg: 1)
Number of deleted files: 0
Number of regular files transferred: 2
Total file size: 1155661824 bytes
Total transferred file size: 13 bytes
Literal data: 10 bytes
Matched data: 3 bytes
File list size: 0
File list generation time: 0.001 seconds
File list transfer time: 0.000 seconds
Total bytes sent: 313223
Total bytes received: 8759

sent 313223 bytes  received 8759 bytes  17964.00 bytes/sec
total size is 13  speedup is 0.00
`;

describe('parseProgress', () => {
  it.each([
    [
      'a record of a finished file',
      '\r      1073741824 100%  389.52MB/s    0:00:02 (xfr#1, to-chk=0/2)\n',
      { bytes: 1073741824, filesDone: 1, filesChecked: 2, filesKnown: 2 },
    ],
    [
      'the last of many',
      '\r         10  76%    0.00kB/s    0:00:00 (xfr#1, ir-chk=1002/1100)\r         20  76%   10.00kB/s    0:00:00 (xfr#2, ir-chk=1001/1100)',
      { bytes: 20, filesDone: 2, filesChecked: 99, filesKnown: 1100, bytesPerSecond: 10240 },
    ],
    [
      'counts of an earlier record inside a large file',
      '\r 10  1%    1.00kB/s    0:00:00 (xfr#7, to-chk=3/10)\r 4096  9%    1.50MB/s    0:00:09  ',
      { bytes: 4096, filesDone: 7, filesChecked: 7, filesKnown: 10, bytesPerSecond: 1572864 },
    ],
    [
      'a large file before any count',
      '\r     629145600  99%   19.51MB/s    0:00:30  ',
      { bytes: 629145600, filesDone: 0, filesKnown: 0 },
    ],
  ])('reads %s', (_, tail, expected) => {
    expect(parseProgress(tail)).toMatchObject(expected);
  });

  it.each(['', 'sending incremental file list\n', STATS])('reads none from %j', (tail) => {
    expect(parseProgress(tail)).toBeUndefined();
  });

  it('does not read a number that the cut has shortened', () => {
    const record = ' 1234567  50%    1.00kB/s    0:00:00 (xfr#1, to-chk=1/2)';
    const tail = `34567  10%    1.00kB/s    0:00:00 (xfr#1, to-chk=1/2)${'\r'.repeat(5000)}`;
    expect(parseProgress(tail)).toBeUndefined();
    expect(parseProgress(`${tail}${record}`)?.bytes).toBe(1234567);
  });
});

describe('parsePassStats', () => {
  it('reads the numbers at the end of the output', () => {
    expect(parsePassStats(`\r 10  76% ...\n${STATS}`, 2.5)).toEqual({
      filesTotal: 20204,
      bytesTotal: 1155661824,
      bytesSent: 313223,
      literalBytes: 10,
      filesTransferred: 2,
      seconds: 2.5,
    });
  });

  it.each(['', 'rsync error: error in file IO (code 11)', STATS.slice(0, 120)])(
    'has none for a pass that printed %j',
    (output) => {
      expect(parsePassStats(output, 1)).toBeUndefined();
    },
  );
});

describe('parseTotals', () => {
  it('reads entries and bytes', () => {
    expect(parseTotals(STATS)).toEqual({ files: 20204, bytes: 1155661824 });
  });

  it('has none in other output', () => {
    expect(parseTotals('Number of files: x')).toBeUndefined();
  });
});
