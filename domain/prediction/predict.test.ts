import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NO_HISTORY, type OutageSample, type PassSample } from './history.ts';
import { predictOutage, USUAL } from './predict.ts';

const MB = 1e6;
const CLAIM = 'shop/data';
const PLAN = { plan: 'plan-1', claims: [CLAIM] };

interface World {
  volumeBytes: number;
  scanSeconds: number;
  linkBytesPerSecond: number;
  dirtyBytesPerSecond: number;
}

const QUIET: World = {
  volumeBytes: 2_000 * MB,
  scanSeconds: 1,
  linkBytesPerSecond: 100 * MB,
  dirtyBytesPerSecond: 2 * MB,
};

/** Seconds of a pass over what was written for a time. */
function passSeconds(world: World, gapSeconds: number): number {
  const bytes = Math.min(world.volumeBytes, world.dirtyBytesPerSecond * gapSeconds);
  return world.scanSeconds + bytes / world.linkBytesPerSecond;
}

/** A first copy and stages behind it, each so long after the one before. */
function staged(world: World, gaps: readonly number[]): PassSample[] {
  let startedAtMs = Date.parse('2026-11-01T00:00:00Z');
  const first = world.scanSeconds + world.volumeBytes / world.linkBytesPerSecond;
  const sample = (rest: Pick<PassSample, 'kind' | 'bytesSent' | 'seconds'>): PassSample => ({
    ...{ startedAt: new Date(startedAtMs).toISOString(), filesScanned: 1000 },
    ...rest,
  });
  const passes = [sample({ kind: 'initial', bytesSent: world.volumeBytes, seconds: first })];
  for (const gap of gaps) {
    startedAtMs += gap * 1000;
    const bytesSent = Math.min(world.volumeBytes, world.dirtyBytesPerSecond * gap);
    passes.push(sample({ kind: 'delta', bytesSent, seconds: passSeconds(world, gap) }));
  }
  return passes;
}

function outage(changes: Partial<OutageSample> = {}): OutageSample {
  return {
    ...{ run: 'run-1', plan: 'plan-1', type: 'cutover', objectTransport: 'Velero' },
    endedAt: '2026-11-02T00:00:00Z',
    parts: { quiesce: 2, lastPass: 3, verify: 4, restore: 5, start: 6 },
    leadSeconds: 10,
    ...changes,
  };
}

const predict = (passes: PassSample[], outages: OutageSample[] = []) =>
  predictOutage(PLAN, { volumes: { [CLAIM]: passes }, outages });

describe('the outage of a plan', () => {
  it('is not known before every volume was copied once', () => {
    expect(predictOutage(PLAN, NO_HISTORY)).toBeUndefined();
    expect(
      predictOutage(
        { ...PLAN, claims: [CLAIM, 'shop/late'] },
        { volumes: { [CLAIM]: staged(QUIET, [60]) }, outages: [outage()] },
      ),
    ).toBeUndefined();
  });

  it('of a plan without volumes is what others took beside them', () => {
    const found = predictOutage({ ...PLAN, claims: [] }, { volumes: {}, outages: [outage()] });

    expect(found).toMatchObject({ p50Seconds: 2 + 4 + 5 + 6, floorSeconds: 17, passes: 0 });
    // All of it rests on one outage.
    expect(found?.p90Seconds).toBe(25.5);
  });

  it('names the usual figures as such as long as nobody was cut over', () => {
    const found = predict(staged(QUIET, [3600, 3600]));

    expect(found?.basis).toBe('usual');
    expect(found?.parts).toMatchObject({
      restore: USUAL.restore.p50,
      start: USUAL.start.p50,
    });
  });

  it('takes from other plans what it has not seen itself, and from itself what it has', () => {
    const others = outage({ plan: 'plan-2' });
    const rehearsal = outage({ run: 'run-2', type: 'stage' });
    rehearsal.parts = { quiesce: 20, lastPass: 1, verify: 1, restore: 0, start: 9 };
    const passes = staged(QUIET, [60]);

    expect(predict(passes, [others])).toMatchObject({
      basis: 'other-plans',
      parts: { quiesce: 2, verify: 4, restore: 5, start: 6 },
    });
    expect(predict(passes, [others, rehearsal])).toMatchObject({
      basis: 'other-plans',
      parts: { quiesce: 20, verify: 1, restore: 5, start: 9 },
    });
    expect(predict(passes, [others, rehearsal, outage({ run: 'run-3' })])?.basis).toBe('this-plan');
  });

  it('takes no restore by Velero for one without', () => {
    const direct = { ...PLAN, objectTransport: 'Direct' as const };
    const found = predictOutage(direct, {
      volumes: { [CLAIM]: staged(QUIET, [60]) },
      outages: [outage({ plan: 'plan-2' })],
    });

    expect(found).toMatchObject({ basis: 'usual', parts: { restore: USUAL.restore.p50 } });
  });

  it('does not converge when more is written than passes bring', () => {
    const busy = { ...QUIET, dirtyBytesPerSecond: 150 * MB, volumeBytes: 100_000 * MB };

    expect(predict(staged(busy, [10, 12, 15]))).toMatchObject({
      converges: false,
      restless: [CLAIM],
    });
    expect(predict(staged(QUIET, [10, 12, 15]))).toMatchObject({ converges: true, restless: [] });
  });

  it('learns nothing of the load from a pass that earlier tries had begun', () => {
    const passes = staged(QUIET, [60, 60, 60]);
    passes.push({
      ...{ startedAt: '2026-11-01T00:10:00Z', kind: 'partial', filesScanned: 1 },
      ...{ bytesSent: 1e12, seconds: 1e5 },
    });

    expect(predict(passes)?.parts.lastPass).toBeLessThan(3);
  });
});

const anyWorld = fc.record({
  volumeBytes: fc.integer({ min: 1, max: 1e12 }),
  scanSeconds: fc.double({ min: 0.05, max: 600, noNaN: true }),
  linkBytesPerSecond: fc.integer({ min: 1e6, max: 1e9 }),
  dirtyBytesPerSecond: fc.integer({ min: 0, max: 1e9 }),
});
const someGaps = fc.array(fc.integer({ min: 1, max: 86_400 }), { maxLength: 19 });

describe('whatever was seen', () => {
  it('half is no more than nine tenths, and nothing is below the floor', () => {
    fc.assert(
      fc.property(anyWorld, someGaps, (world, gaps) => {
        const found = predict(staged(world, gaps), [outage()]);
        const { p50Seconds = NaN, p90Seconds = NaN, floorSeconds = NaN } = found ?? {};
        expect(p50Seconds).toBeLessThanOrEqual(p90Seconds);
        expect(floorSeconds).toBeLessThanOrEqual(p50Seconds);
        expect(Number.isFinite(p90Seconds)).toBe(true);
      }),
    );
  });

  it('an even load behind stages that followed close is foretold to a quarter', () => {
    const light = anyWorld.map((world) => ({
      ...world,
      // Passes settle, and the volume is larger than what they carry.
      dirtyBytesPerSecond: Math.min(world.dirtyBytesPerSecond, world.linkBytesPerSecond / 3),
      volumeBytes: 1e13,
    }));
    fc.assert(
      fc.property(light, fc.integer({ min: 1, max: 30 }), (world, lead) => {
        const settled = [30, 30, 30].reduce<number[]>(
          (gaps) => [...gaps, passSeconds(world, gaps.at(-1) ?? 30) + lead],
          [30],
        );
        const found = predict(staged(world, settled), [outage({ leadSeconds: lead })]);
        let pass = world.scanSeconds;
        for (let round = 0; round < 50; round++) pass = passSeconds(world, pass + lead);
        expect(found?.parts.lastPass).toBeGreaterThan(pass * 0.75 - 0.1);
        expect(found?.parts.lastPass).toBeLessThan(pass * 1.25 + 0.1);
      }),
    );
  });
});
