import { describe, expect, it } from '@jest/globals';
import {
  manifestCommand,
  parseSelfCheck,
  parseStatus,
  parseSummary,
  secondsOf,
  startCommand,
  type PassStatus,
} from './xfer.ts';

const summaryLine = JSON.stringify({
  manifest: 'v1',
  startedAtMs: 1,
  finishedAtMs: 2,
  entries: 3,
  files: 2,
  bytes: 10,
  filesHashed: 1,
  filesUnreadable: 0,
  walkErrors: 0,
  xattrErrors: 0,
  digests: { entries: 'a', devices: 'b', links: 'c', xattrs: 'd', contents: 'e' },
});

describe('commands', () => {
  it.each([
    [startCommand('p1', ['rsync', '-a']), 'xfer start p1 rsync -a'],
    [manifestCommand('v1'), 'xfer manifest v1'],
    [manifestCommand('v1', { since: 'v0' }), 'xfer manifest v1 --since v0'],
    [manifestCommand('v1', { ignoreRootTime: true }), 'xfer manifest v1 --ignore-root-time'],
    [
      manifestCommand('v0', { gently: true }),
      'env XFER_JOBS=1 nice -n 19 ionice -c 3 xfer manifest v0',
    ],
  ])('%j', (command, expected) => {
    expect(command.join(' ')).toBe(expected);
  });
});

describe('parseStatus', () => {
  it('reads a finished pass, its output byte by byte', () => {
    const status = parseStatus(
      `{"id":"p1","state":"done","rc":23,"startedAtMs":1000,"finishedAtMs":3500,"nowMs":9000,"out":"${btoa('1%\r2%\n')}","err":"${btoa('\xff')}"}\n`,
    );
    expect(status).toMatchObject({ state: 'done', rc: 23, out: '1%\r2%\n', err: '\xff' });
    expect(secondsOf(status)).toBe(2.5);
  });

  it.each<[string, Partial<PassStatus>, number]>([
    ['counts on while it runs', { startedAtMs: 1000, nowMs: 4000 }, 3],
    ['is 0 before the start', { nowMs: 4000 }, 0],
    ['is never negative', { startedAtMs: 5000, nowMs: 4000 }, 0],
  ])('its time %s', (_, times, seconds) => {
    const status = { id: 'p', state: 'running', nowMs: 0, out: '', err: '', ...times } as const;
    expect(secondsOf(status)).toBe(seconds);
  });

  it.each(['', 'exec failed', '{"state":"done"}', '{"id":"p","state":"odd","nowMs":1}'])(
    'refuses %j',
    (text) => {
      expect(() => parseStatus(text)).toThrow();
    },
  );
});

describe('parseSelfCheck', () => {
  it('reads what the pod has', () => {
    const check = parseSelfCheck(
      `{"capEff":"00000000880400db","uid":0,"rsync":"${btoa('rsync  version 3.5.0')}","missing":[],"dataEmpty":true,"fileSystem":{"type":"xfs","sizeBytes":100,"freeBytes":50,"inodes":10,"freeInodes":5}}`,
    );
    expect(check).toMatchObject({ rsync: 'rsync  version 3.5.0', fileSystem: { freeBytes: 50 } });
  });
});

describe('parseSummary', () => {
  it('finds the last line of the output', () => {
    expect(parseSummary(`phase=walk\nphase=hash files=1 bytes=2\n${summaryLine}\n`)).toMatchObject({
      manifest: 'v1',
      digests: { links: 'c' },
    });
  });

  it('has none before the end', () => {
    expect(parseSummary('phase=walk\n')).toBeUndefined();
  });

  it('refuses one that lacks a section', () => {
    expect(() => parseSummary(summaryLine.replace(',"links":"c"', ''))).toThrow();
  });
});
