import { createHash } from 'node:crypto';
import type { Cell, Fault } from './cells.ts';

/** Of each row one: as much as a suite has time for. */
const KINDS: readonly (readonly Fault[])[] = [
  ['worker-killed'],
  ['target-5xx', 'source-gone'],
  ['cancel', 'fatal'],
];

/** One cell for each kind of fault, others for another seed: after enough commits every cell has had its turn. */
export function chooseSlice(cells: readonly Cell[], seed: string): Cell[] {
  const shuffled = shuffle(cells, seed);
  return KINDS.flatMap((faults) => shuffled.find(({ fault }) => faults.includes(fault)) ?? []);
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
