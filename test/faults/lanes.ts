import type { Ground } from '../e2e/harness/ground.ts';
import { type Cell, isQuiet } from './cells.ts';
import { type Lane, openLane } from './lane.ts';
import { type Played, play } from './play.ts';

export interface Matrix {
  ground: Ground;
  cells: readonly Cell[];
  /** How many cells are played at the same time. */
  lanes: number;
  /** How long an API server is away. */
  outageMs: number;
  /** Whether another cell may be begun. @default always */
  goOn?: () => boolean;
  onPlayed(cell: Cell, played: Played & { seconds: number }): void;
}

/** How many cells one worker carries when none of them harms the others. */
const QUIET_AT_ONCE = 5;

/** Plays cells side by side, those that harm a worker one after the other, and takes everything away at the end. */
export async function playCells(matrix: Matrix): Promise<void> {
  const { ground, cells, lanes, goOn = () => true } = matrix;
  const quiet = cells.filter(isQuiet);
  const loud = cells.filter((cell) => !isQuiet(cell));
  let number = 0;
  async function work(lane: Lane, queue: Cell[]): Promise<void> {
    while (queue.length > 0 && goOn()) {
      const cell = queue.shift();
      if (cell === undefined) return;
      number += 1;
      matrix.onPlayed(cell, await playOne(lane, cell, { number, outageMs: matrix.outageMs }));
    }
  }
  const workQuietly = async (lane: Lane): Promise<void> => {
    await Promise.all(Array.from({ length: QUIET_AT_ONCE }, () => work(lane, quiet)));
  };
  await using cleanups = new AsyncDisposableStack();
  const ended = await Promise.allSettled(
    Array.from({ length: Math.min(lanes, cells.length) }, async (_, index) => {
      // Each takes away what is its own: nobody waits for another lane.
      const own = new AsyncDisposableStack();
      cleanups.use(own);
      const lane = await openLane(`faults-matrix-${index + 1}`, ground, own);
      if (index === 0) await workQuietly(lane);
      await work(lane, loud);
      await workQuietly(lane);
    }),
  );
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function playOne(
  lane: Lane,
  cell: Cell,
  options: { number: number; outageMs: number },
): Promise<Played & { seconds: number }> {
  const began = performance.now();
  const played = await play(lane, cell, options).catch((error: unknown) => ({
    done: [],
    wrong: [error instanceof Error ? error.message.slice(0, 1_000) : String(error)],
  }));
  return { ...played, seconds: Math.round((performance.now() - began) / 1_000) };
}
