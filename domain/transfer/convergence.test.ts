import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decideNextPass,
  isWorthCatchingUp,
  MOST_PASSES,
  predictDowntime,
  type FixedCosts,
  type PassRecord,
} from './convergence.ts';

const costs: FixedCosts = { quiesceSeconds: 2, verifySeconds: 1, startSeconds: 1 };
const FIXED_SECONDS = 4;
const MB = 1e6;

interface World {
  volumeBytes: number;
  files: number;
  scanSeconds: number;
  linkBytesPerSecond: number;
  dirtyBytesPerSecond: number;
}

/** What passes would be over a volume that is written to evenly. */
function simulate(world: World, count: number): PassRecord[] {
  const passes: PassRecord[] = [];
  let load = world.volumeBytes;
  let gapSeconds = 0;
  for (let pass = 0; pass < count; pass += 1) {
    const seconds = world.scanSeconds + load / world.linkBytesPerSecond;
    passes.push({ bytesSent: load, filesScanned: world.files, seconds, gapSeconds });
    gapSeconds = seconds;
    load = Math.min(world.volumeBytes, world.dirtyBytesPerSecond * seconds);
  }
  return passes;
}

/** Runs passes as long as they are said to be worth it. */
function run(world: World): { count: number; reason: string; passes: PassRecord[] } {
  for (let count = 0; ; count += 1) {
    const passes = simulate(world, count);
    const next = decideNextPass(passes, costs);
    if (!next.another) return { count, reason: next.reason, passes };
  }
}

const database: World = {
  volumeBytes: 100_000 * MB,
  files: 5000,
  scanSeconds: 1,
  linkBytesPerSecond: 100 * MB,
  dirtyBytesPerSecond: 5 * MB,
};

const anyWorld = fc.record({
  volumeBytes: fc.integer({ min: 1, max: 1e13 }),
  files: fc.nat(1e7),
  scanSeconds: fc.double({ min: 0.05, max: 600, noNaN: true }),
  linkBytesPerSecond: fc.integer({ min: 1e6, max: 1e9 }),
  dirtyBytesPerSecond: fc.integer({ min: 0, max: 1e9 }),
});

describe('decideNextPass', () => {
  it('begins with one', () => {
    expect(decideNextPass([], costs)).toEqual({ another: true, reason: 'first' });
  });

  it.each<[string, World, number, string]>([
    ['a database: until the rest is a second', database, 3, 'gains-little'],
    [
      'the same at rest: two, since the first moved much',
      { ...database, dirtyBytesPerSecond: 0 },
      2,
      'gains-little',
    ],
    [
      'a small volume: one',
      { ...database, volumeBytes: 10 * MB, scanSeconds: 0.2 },
      1,
      'gains-little',
    ],
    [
      'millions of files: the scan is the floor',
      { ...database, scanSeconds: 600 },
      2,
      'gains-little',
    ],
    [
      'more writes than the link carries',
      { ...database, dirtyBytesPerSecond: 150 * MB },
      2,
      'will-not-converge',
    ],
    ['nearly as many: gives up slowly', { ...database, dirtyBytesPerSecond: 70 * MB }, 8, 'enough'],
  ])('%s', (_, world, count, reason) => {
    expect(run(world)).toMatchObject({ count, reason });
  });

  it('stops when a pass brought less than was hoped for', () => {
    const steady = { bytesSent: 5000 * MB, filesScanned: 10, seconds: 60, gapSeconds: 120 };
    const passes = [
      { bytesSent: 100_000 * MB, filesScanned: 10, seconds: 1000, gapSeconds: 0 },
      { ...steady, seconds: 20 },
      steady,
    ];
    expect(decideNextPass(passes, costs)).toMatchObject({ another: false });
  });

  it('always ends, at the latest after the eighth', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        expect(run(world).count).toBeLessThanOrEqual(MOST_PASSES);
      }),
    );
  });

  it('never takes a pass that does not pay, in a world that keeps to the model', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const { count } = run(world);
        for (let taken = 3; taken <= count; taken += 1) {
          const before = predictDowntime(simulate(world, taken - 1), costs)!;
          expect(before.downtimeSecondsAfterAnother).toBeLessThan(before.downtimeSeconds * 0.8);
        }
      }),
    );
  });
});

describe('predictDowntime', () => {
  it('knows nothing before the first pass', () => {
    expect(predictDowntime([], costs)).toBeUndefined();
  });

  it('is what then happens', () => {
    const { passes } = run(database);
    const predicted = predictDowntime(passes, costs)!.downtimeSeconds;
    const load = database.dirtyBytesPerSecond * (passes.at(-1)!.seconds + costs.quiesceSeconds);
    const actual = FIXED_SECONDS + database.scanSeconds + load / database.linkBytesPerSecond;
    expect(Math.abs(predicted - actual) / actual).toBeLessThan(0.25);
  });

  it('assumes the heaviest load after one pass', () => {
    const [first] = simulate(database, 1);
    expect(predictDowntime([first!], costs)!.downtimeSeconds).toBeGreaterThan(first!.seconds);
  });

  it('counts fixed costs once, and is never below them and the scan', () => {
    fc.assert(
      fc.property(anyWorld, fc.integer({ min: 1, max: 8 }), (world, count) => {
        const prediction = predictDowntime(simulate(world, count), costs)!;
        expect(prediction.downtimeSeconds).toBeGreaterThanOrEqual(
          FIXED_SECONDS + prediction.scanSeconds - 1e-9,
        );
        expect(Number.isFinite(prediction.downtimeSeconds)).toBe(true);
        expect(prediction.dirtyBytesPerSecond).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('grows with the load', () => {
    fc.assert(
      fc.property(anyWorld, fc.integer({ min: 1, max: 1e8 }), (world, more) => {
        const busier = { ...world, dirtyBytesPerSecond: world.dirtyBytesPerSecond + more };
        const [calm, busy] = [world, busier].map(
          (one) => predictDowntime(simulate(one, 2), costs)!.downtimeSeconds,
        );
        expect(busy! - calm!).toBeGreaterThanOrEqual(-1e-6 * calm!);
      }),
    );
  });
});

describe('isWorthCatchingUp', () => {
  const world = { volumeBytes: 1e12, files: 10, scanSeconds: 1, linkBytesPerSecond: 100 * MB };

  it.each<[string, number, number, boolean]>([
    ['an hour of a light load', MB, 3600, true],
    ['half a minute of a light load', MB, 30, false],
    ['two seconds of a heavy load', 50 * MB, 2, true],
    ['nothing written', 0, 1e9, false],
  ])('of %s', (_, dirtyBytesPerSecond, seconds, worth) => {
    const passes = simulate({ ...world, dirtyBytesPerSecond }, 3);
    expect(isWorthCatchingUp(passes, seconds)).toBe(worth);
  });

  it('of an unknown load only after a long time', () => {
    const passes = simulate({ ...world, dirtyBytesPerSecond: MB }, 1);
    expect(isWorthCatchingUp(passes, 9)).toBe(false);
    expect(isWorthCatchingUp(passes, 11)).toBe(true);
  });
});
