import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { goDuration } from './pass-times.ts';
import type { PassResult } from './pass.ts';
import type { VolumeProgress } from './progress.ts';
import { advance, copyName, progressName, progressStatus } from './volume-progress.ts';

const RUN = { migration: 'cutover-1', uid: 'u-1' };

function progress(changes: Partial<VolumeProgress> = {}): VolumeProgress {
  return {
    ...{ namespace: 'shop', claim: 'data', targetNamespace: 'shop', targetClaim: 'data' },
    ...{ state: 'copying', pass: 1, bytesDone: 0, bytesTotal: 0, filesDone: 0, filesTotal: 0 },
    ...changes,
  };
}

const PASS: PassResult = {
  ...{ number: 1, kind: 'initial', bytesSent: 4_000_000, bytesTotal: 8, filesScanned: 1 },
  ...{ filesTransferred: 1, seconds: 2, startedAt: '2026-01-02T03:04:05.000Z', attempts: 2 },
};

describe('names', () => {
  it('are MTC’s, and the same at every try', () => {
    expect(copyName(RUN)).toMatch(/^cutover-1-[0-9a-f]{5}$/);
    expect(copyName(RUN)).toBe(copyName({ ...RUN }));
    expect(copyName({ ...RUN, kind: 'DirectVolumeMigration' })).toBe('cutover-1');
    const volume = { namespace: 'shop', claim: 'data' };
    expect(progressName(RUN, volume)).toMatch(/^[0-9a-f]{32}$/);
    expect(progressName(RUN, volume)).not.toBe(
      progressName({ ...RUN, kind: 'DirectVolumeMigration' }, volume),
    );
  });
});

const amounts = fc.record({
  bytesDone: fc.nat(1000),
  bytesTotal: fc.nat(1000),
  filesDone: fc.nat(100),
  filesTotal: fc.nat(100),
});

describe('what is told of a volume', () => {
  it('never goes down, whatever counts from zero again', () => {
    fc.assert(
      fc.property(fc.array(amounts, { minLength: 1 }), (seen) => {
        let before: VolumeProgress | undefined;
        let status: Record<string, unknown> | undefined;
        for (const each of seen) {
          const told = advance(before, progress(each));
          const next = progressStatus(told, { pod: 'p', earlier: status });
          expect(told.bytesDone).toBeGreaterThanOrEqual(before?.bytesDone ?? 0);
          expect(told.filesDone).toBeGreaterThanOrEqual(before?.filesDone ?? 0);
          const [was, is] = [status, next].map((one) =>
            parseInt((one?.['totalProgressPercentage'] as string | undefined) ?? '0%'),
          );
          expect(is).toBeGreaterThanOrEqual(was ?? 0);
          if (before !== undefined) expect(told.bytesTotal).toBeGreaterThanOrEqual(told.bytesDone);
          [before, status] = [told, next];
        }
      }),
    );
  });

  it('keeps the passes that were told', () => {
    const before = progress({ passes: [PASS] });
    expect(advance(before, progress({ state: 'preparing' })).passes).toEqual([PASS]);
  });

  it('says in MTC’s fields what each pass took', () => {
    const told = progress({
      ...{ bytesDone: 8, bytesTotal: 8, state: 'verified' },
      passes: [PASS],
    });
    expect(progressStatus(told, { pod: 'sender' })).toMatchObject({
      ...{ podName: 'sender', phase: 'Succeeded', succeded: true, rsyncElapsedTime: '2s' },
      ...{ lastObservedProgressPercent: '100%', totalProgressPercentage: '100%' },
      rsyncPodStatuses: [
        {
          ...{ podName: 'sender', exitCode: 0, containerElapsedTime: '2s' },
          ...{ lastObservedTransferRate: '2.00MB/s', logMessage: 'pass 1, initial, 2 tries' },
        },
      ],
    });
  });

  it('says of an empty volume that it is whole once it is copied', () => {
    const percent = (state: VolumeProgress['state']) =>
      progressStatus(progress({ state }), { pod: 'p' })['totalProgressPercentage'];
    expect([percent('preparing'), percent('copied')]).toEqual(['0%', '100%']);
  });
});

it.each([
  [0, '0s'],
  [3.25, '3.25s'],
  [61, '1m1s'],
  [3723.5, '1h2m3.5s'],
])('%s seconds are %s in Go', (seconds, text) => {
  expect(goDuration(seconds)).toBe(text);
});
