import { describe, expect, it } from '@jest/globals';
import type { PassResult } from '../run/pass.ts';
import {
  MOST_OUTAGES_KEPT,
  MOST_PASSES_KEPT,
  type OutageSample,
  rememberOutage,
  rememberPasses,
} from './history.ts';
import { outageSample } from './outage-sample.ts';

const START = Date.parse('2026-11-01T00:00:00Z');

function pass(minute: number, changes: Partial<PassResult> = {}): PassResult {
  return {
    ...{ number: 1, kind: 'delta', bytesSent: 10, bytesTotal: 100, filesScanned: 5 },
    ...{ filesTransferred: 1, seconds: 2, attempts: 1 },
    startedAt: new Date(START + minute * 60_000).toISOString(),
    ...changes,
  };
}

describe('passes that are kept', () => {
  it('follow one another, each once, and the oldest go', () => {
    const passes = Array.from({ length: MOST_PASSES_KEPT + 3 }, (_, minute) => pass(minute));
    const once = rememberPasses({}, { 'shop/data': passes });
    const twice = rememberPasses(once, { 'shop/data': passes.slice(-2) });

    expect(once['shop/data']).toHaveLength(MOST_PASSES_KEPT);
    expect(once['shop/data']?.at(-1)?.startedAt).toBe(passes.at(-1)?.startedAt);
    expect(twice).toEqual(once);
  });

  it('are fewer of each volume when there are many', () => {
    const volumes = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [
        `shop/data-${index}`,
        Array.from({ length: MOST_PASSES_KEPT }, (__, minute) => pass(minute)),
      ]),
    );
    const kept = rememberPasses({}, volumes);

    expect(JSON.stringify(kept).length).toBeLessThan(2 ** 20);
    expect(kept['shop/data-7']).toHaveLength(6);
  });

  it('leave out repairs, and say which were begun by earlier tries', () => {
    const kept = rememberPasses(
      {},
      { 'shop/data': [pass(1, { attempts: 2 }), pass(2, { kind: 'repair' })] },
    );

    expect(kept['shop/data']?.map(({ kind }) => kind)).toEqual(['partial']);
  });
});

const TOLD = {
  ...{ run: 'run-1', plan: 'plan-1', type: 'cutover' as const },
  downtime: { startedAt: '2026-11-01T01:00:00Z', endedAt: '2026-11-01T01:00:20Z' },
  phaseSeconds: [
    { phase: 'CreateDirectVolumeMigrationStage', seconds: 300 },
    { phase: 'QuiesceApplications', seconds: 1 },
    { phase: 'EnsureQuiesced', seconds: 2 },
    { phase: 'WaitForDirectVolumeMigrationToComplete', seconds: 6 },
    { phase: 'EnsureFinalRestore', seconds: 1 },
    { phase: 'FinalRestoreCreated', seconds: 2 },
    { phase: 'UnQuiesceDestApplications', seconds: 7 },
  ],
  volumes: {
    'shop/data': [pass(50, { seconds: 30 }), pass(51, { kind: 'final', seconds: 4 })],
    'shop/small': [pass(50), pass(51, { kind: 'final', seconds: 1 })],
  },
};

describe('an outage', () => {
  it('is told by its parts, whose sum it is', () => {
    const found = outageSample(TOLD);

    expect(found).toMatchObject({
      parts: { quiesce: 3, lastPass: 4, verify: 2, restore: 3, start: 8 },
      leadSeconds: 58,
      objectTransport: 'Velero',
    });
    expect(found).not.toHaveProperty('expected');
  });

  it.each([
    ['has not come to its end', { ...TOLD, downtime: { startedAt: '2026-11-01T01:00:00Z' } }],
    ['is a rollback', { ...TOLD, type: 'rollback' as const }],
    ['was none', { ...TOLD, downtime: {} }],
  ])('is not kept when it %s', (_, told) => {
    expect(outageSample(told)).toBeUndefined();
  });

  it('is kept once, in the order of their ends, and not for ever', () => {
    const sample = (minute: number): OutageSample => ({
      ...(outageSample(TOLD) as OutageSample),
      run: `run-${minute}`,
      endedAt: new Date(START + minute * 60_000).toISOString(),
    });
    const all = Array.from({ length: MOST_OUTAGES_KEPT + 5 }, (_, minute) => sample(minute));
    const kept = all.toReversed().reduce<OutageSample[]>(rememberOutage, []);

    expect(kept.map(({ run }) => run)).toEqual(all.slice(5).map(({ run }) => run));
    expect(rememberOutage(kept, sample(20))).toEqual(kept);
  });
});
