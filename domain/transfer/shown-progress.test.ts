import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PassProgress } from './progress.ts';
import { combineProgress, estimateSecondsLeft, NOTHING_SHOWN } from './shown-progress.ts';

const pass = (change: Partial<PassProgress> = {}): PassProgress => ({
  bytes: 0,
  filesDone: 0,
  filesChecked: 0,
  filesKnown: 0,
  bytesPerSecond: 0,
  ...change,
});
const anyPass = fc.record({
  bytes: fc.nat(),
  filesDone: fc.nat(),
  filesChecked: fc.nat(),
  filesKnown: fc.nat(),
  bytesPerSecond: fc.nat(),
});
const anyTotals = fc.record({ files: fc.nat(), bytes: fc.nat() });

describe('combineProgress', () => {
  it('stands still while a retry catches up, and goes on then', () => {
    const totals = { files: 10, bytes: 1000 };
    const at60 = combineProgress(NOTHING_SHOWN, pass({ bytes: 600, filesChecked: 6 }), totals);
    const again = combineProgress(at60, pass({ bytes: 400, filesChecked: 2 }), totals);
    const further = combineProgress(again, pass({ bytes: 700, filesChecked: 7 }), totals);
    expect(again).toMatchObject({ bytesDone: 600, filesDone: 6, bytesTotal: 1000 });
    expect(further).toMatchObject({ bytesDone: 700, filesDone: 7 });
  });

  it('never goes down, and never shows more than all, whatever the passes say', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyPass, anyTotals), { maxLength: 30 }), (looks) => {
        let shown = NOTHING_SHOWN;
        for (const [look, totals] of looks) {
          const next = combineProgress(shown, look, totals);
          expect(next.bytesDone).toBeGreaterThanOrEqual(shown.bytesDone);
          expect(next.filesDone).toBeGreaterThanOrEqual(shown.filesDone);
          expect(next.bytesDone).toBeLessThanOrEqual(next.bytesTotal);
          expect(next.filesDone).toBeLessThanOrEqual(next.filesTotal);
          expect(next.secondsLeft ?? 0).toBeGreaterThanOrEqual(0);
          shown = next;
        }
      }),
    );
  });
});

describe('estimateSecondsLeft', () => {
  it.each([
    [pass({ bytes: 400, bytesPerSecond: 100 }), 6],
    [pass({ bytes: 950, bytesPerSecond: 100 }), 1],
    [pass({ bytes: 1200, bytesPerSecond: 100 }), 0],
    [pass({ bytes: 400, bytesPerSecond: 0 }), undefined],
  ])('%j of 1000 bytes: %s s', (look, seconds) => {
    expect(estimateSecondsLeft(look, { files: 1, bytes: 1000 })).toBe(seconds);
  });
});
