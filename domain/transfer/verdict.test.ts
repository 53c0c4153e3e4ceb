import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FAILURES } from '../failures/table.ts';
import type { PassKind } from './rsync.ts';
import { judgeLostPass, judgePass, MOST_FILES, type PassEnd } from './verdict.ts';

const end = (change: Partial<PassEnd>): PassEnd => ({
  rc: 0,
  kind: 'final',
  stderr: '',
  volume: 'shop/data',
  ...change,
});

const UNREADABLE =
  'rsync: [sender] send_files failed to open "/data/sub/f": Permission denied (13)\nrsync error: some files/attrs were not transferred (see previous errors) (code 23) at main.c(1394) [sender=3.5.0]\n';
const FULL =
  'rsync: [receiver] write failed on "/big" (in data): No space left on device (28)\nrsync error: error in file IO (code 11) at receiver.c(657) [receiver=3.5.0]\n';
const VANISHED =
  'file has vanished: "/data/many/1"\nrsync warning: some files vanished before they could be transferred (code 24) at main.c(1394) [sender=3.5.0]\n';
const RESET =
  'rsync: [sender] safe_read failed to read 1 bytes: Connection reset by peer (104)\nrsync error: error in rsync protocol data stream (code 12) at io.c(340) [sender=3.5.0]\n';
const WRONG_KEY =
  '2026.11.23 06:34:13 LOG3[ui]: No trusted certificates found\n2026.11.23 06:34:14 LOG3[0]: SSL_connect: ../ssl/record/rec_layer_s3.c:1601: error:0A000417:SSL routines::sslv3 alert illegal parameter\n';
const NOT_READY =
  '2026.11.23 06:34:14 LOG3[0]: s_connect: connect 10.250.0.3:30123: Connection refused (111)\n2026.11.23 06:34:14 LOG3[0]: No more addresses to connect\n';

describe('judgePass', () => {
  it.each<[number, PassKind, string, string | undefined]>([
    [0, 'initial', 'done', undefined],
    [0, 'final', 'done', undefined],
    [1, 'delta', 'fatal', 'DRAY-3011'],
    [2, 'delta', 'fatal', 'DRAY-3011'],
    [3, 'delta', 'fatal', 'DRAY-3011'],
    [4, 'final', 'fatal', 'DRAY-3011'],
    [5, 'final', 'fatal', 'DRAY-3011'],
    [10, 'delta', 'retry', 'DRAY-3005'],
    [11, 'delta', 'fatal', 'DRAY-3008'],
    [12, 'final', 'retry', 'DRAY-3005'],
    [20, 'delta', 'retry', 'DRAY-3012'],
    [23, 'initial', 'warning', 'DRAY-3008'],
    [23, 'delta', 'warning', 'DRAY-3008'],
    [23, 'final', 'fatal', 'DRAY-3008'],
    [23, 'repair', 'fatal', 'DRAY-3008'],
    [24, 'initial', 'done', undefined],
    [24, 'delta', 'done', undefined],
    [24, 'final', 'fatal', 'DRAY-3009'],
    [24, 'repair', 'fatal', 'DRAY-3009'],
    [30, 'final', 'retry', 'DRAY-3005'],
    [35, 'final', 'retry', 'DRAY-3005'],
    [75, 'delta', 'retry', 'DRAY-3012'],
    [127, 'initial', 'fatal', 'DRAY-3011'],
    [137, 'final', 'retry', 'DRAY-3012'],
    [255, 'final', 'retry', 'DRAY-3005'],
  ])('rc %i of a pass of kind %s is %s %s', (rc, kind, verdict, code) => {
    expect(judgePass(end({ rc, kind }))).toMatchObject({ kind: verdict });
    expect(judgePass(end({ rc, kind })).code).toBe(code);
  });

  it.each<[string, Partial<PassEnd>, string, string, string]>([
    ['a full target', { rc: 11, stderr: FULL }, 'fatal', 'DRAY-3007', 'shop/data: no room'],
    [
      'a full target of which only the connection tells',
      { rc: 12, stderr: FULL },
      'fatal',
      'DRAY-3007',
      'no room',
    ],
    [
      'a full quota',
      {
        rc: 23,
        kind: 'delta',
        stderr: 'rsync: [receiver] mkstemp "x" failed: Disk quota exceeded (122)',
      },
      'fatal',
      'DRAY-3007',
      'no room',
    ],
    [
      'a wrong key',
      { rc: 12, stderr: RESET, tunnelLog: WRONG_KEY },
      'fatal',
      'DRAY-3006',
      'another key',
    ],
    [
      'a receiver that is not there yet',
      { rc: 12, stderr: RESET, tunnelLog: NOT_READY },
      'retry',
      'DRAY-3005',
      'does not listen yet',
    ],
    [
      'a receiver that was there',
      {
        rc: 12,
        stderr: RESET,
        tunnelLog: `${NOT_READY}2026.11.23 06:35:14 LOG3[1]: SSL_read: Connection reset by peer (104)`,
      },
      'retry',
      'DRAY-3005',
      'went away',
    ],
    [
      'a tunnel that is not up',
      {
        rc: 10,
        stderr:
          'rsync: [sender] failed to connect to 127.0.0.1 (127.0.0.1): Connection refused (111)',
      },
      'retry',
      'DRAY-3005',
      'connection broke',
    ],
    [
      'a daemon that is not up',
      { rc: 5, stderr: 'rsync: did not see server greeting' },
      'retry',
      'DRAY-3005',
      'connection broke',
    ],
    [
      'a busy daemon',
      { rc: 5, stderr: '@ERROR: max connections (4) reached -- try again later' },
      'retry',
      'DRAY-3005',
      'max connections',
    ],
    [
      'a daemon that may not',
      { rc: 5, stderr: '@ERROR: chroot failed' },
      'fatal',
      'DRAY-3011',
      '@ERROR: chroot failed',
    ],
    [
      'a source that is not mounted',
      {
        rc: 23,
        kind: 'initial',
        stderr: 'rsync: [sender] change_dir "/data" failed: No such file or directory (2)',
      },
      'fatal',
      'DRAY-3008',
      'not mounted',
    ],
    [
      'a broken disk',
      {
        rc: 23,
        kind: 'delta',
        stderr: 'rsync: [sender] read errors mapping "/data/x": Input/output error (5)',
      },
      'fatal',
      'DRAY-3008',
      'disk failed',
    ],
    [
      'a name that does not resolve',
      { rc: 12, tunnelLog: 'LOG3[0]: Error resolving "node.example"' },
      'retry',
      'DRAY-3005',
      'does not resolve',
    ],
  ])('tells %s', (...[, change, kind, code, reason]) => {
    expect(judgePass(end(change))).toMatchObject({
      kind,
      code,
      reason: expect.stringContaining(reason),
    });
  });

  it('does not blame an old broken handshake for a missing file', () => {
    expect(judgePass(end({ rc: 23, stderr: UNREADABLE, tunnelLog: WRONG_KEY }))).toMatchObject({
      code: 'DRAY-3008',
    });
  });

  it('is not misled by a name', () => {
    const stderr = UNREADABLE.replace('sub/f', 'No space left on device');
    expect(judgePass(end({ rc: 23, stderr }))).toMatchObject({
      code: 'DRAY-3008',
      files: ['No space left on device'],
    });
  });

  it.each([
    [UNREADABLE, 23, ['sub/f']],
    [VANISHED, 24, ['many/1']],
    [`${UNREADABLE}${UNREADABLE}`, 23, ['sub/f']],
    [RESET, 12, []],
  ])('names the files of %j', (stderr, rc, files) => {
    expect(judgePass(end({ rc, stderr })).files).toEqual(files);
  });

  it('names no more files than can be read', () => {
    const stderr = Array.from({ length: 500 }, (_, i) =>
      VANISHED.replace('1"', `${String(i)}"`),
    ).join('');
    expect(judgePass(end({ rc: 24, stderr })).files).toHaveLength(MOST_FILES);
  });

  it('answers whatever happens: only 0 and, while the application runs, 24 are done', () => {
    const kinds: PassKind[] = ['initial', 'delta', 'final', 'repair'];
    fc.assert(
      fc.property(
        fc.record({
          rc: fc.integer({ min: 0, max: 255 }),
          kind: fc.constantFrom(...kinds),
          stderr: fc.string(),
          tunnelLog: fc.string(),
        }),
        ({ rc, kind, ...texts }) => {
          const verdict = judgePass(end({ rc, kind, ...texts }));
          const isLive = kind === 'initial' || kind === 'delta';
          if (verdict.kind === 'done') expect(rc === 0 || (rc === 24 && isLive)).toBe(true);
          else expect(FAILURES).toHaveProperty(verdict.code ?? '');
          expect(verdict.reason).toContain('shop/data');
        },
      ),
    );
  });
});

describe('judgeLostPass', () => {
  it('is tried again', () => {
    expect(judgeLostPass('shop/data')).toMatchObject({ kind: 'retry', code: 'DRAY-3012' });
  });
});

describe('without root', () => {
  const unreadable = 'rsync: [sender] opendir "/data/private" failed: Permission denied (13)\n';
  const unwritable =
    'rsync: [generator] recv_generator: mkdir "/data/x" failed: Permission denied (13)\n';
  const end = { rc: 23, volume: 'shop/data', asUser: true } as const;

  it.each<[string, string, string, string]>([
    ['what may not be read', unreadable, 'DRAY-3040', 'first: private'],
    ['what may not be written', unwritable, 'DRAY-3043', 'first: x'],
    [
      'a far end that cannot write',
      'xfer: the receiver refused: /data cannot be written by uid 1000\n',
      'DRAY-3043',
      'by uid 1000',
    ],
    ['a far end that refuses', 'xfer: the receiver refused: --sender\n', 'DRAY-3011', '--sender'],
  ])('%s does not get better by itself', (_, stderr, code, said) => {
    for (const kind of ['initial', 'delta', 'final'] as const) {
      expect(judgePass({ ...end, kind, stderr })).toMatchObject({
        kind: 'fatal',
        code,
        reason: expect.stringContaining(said),
      });
    }
  });

  it('is no reason to refuse a file whose name reads like one', () => {
    const stderr =
      'rsync: [sender] read errors mapping "/data/[sender] Permission denied": x (5)\n';
    expect(judgePass({ ...end, kind: 'delta', stderr })).toMatchObject({ kind: 'warning' });
  });
});
