import { createHash } from 'node:crypto';
import { type Cell, FAULTS } from './cells.ts';

/** One cell for each fault, others for another seed: after enough commits every cell has had its turn. */
export function chooseSlice(cells: readonly Cell[], seed: string): Cell[] {
  const shuffled = shuffle(cells, seed);
  return FAULTS.flatMap((fault) => shuffled.find((cell) => cell.fault === fault) ?? []);
}

/** An order that says nothing of the itineraries: whoever has to stop in between has seen something of each. */
export function shuffle(cells: readonly Cell[], seed: string): Cell[] {
  return cells
    .map((cell) => ({ cell, rank: rankOf(seed, cell.id) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ cell }) => cell);
}

function rankOf(seed: string, id: string): string {
  return createHash('sha256').update(`${seed} ${id}`).digest('hex');
}
