import { type Spread, spreadOf } from '../statistics.ts';
import type { Differences } from './fidelity.ts';
import { PASSES, type PassName, type Way } from './way.ts';

/** What one pass of one way took. */
export interface Taken {
  wallSeconds: number;
  cpuSeconds: number;
  /** Between both ends; undefined where nothing tells. */
  wireBytes?: number | undefined;
  /** The most that all processes of both ends had at once, sampled. */
  peakBytes: number;
}

/** Everything that was measured of one way with one data set, round by round. */
export interface Measured {
  set: string;
  way: string;
  passes: Partial<Record<PassName, Taken[]>>;
  /** After the last pass; none for a limit. */
  differences: Differences[];
}

export type Quantity = 'wallSeconds' | 'cpuSeconds' | 'wireBytes' | 'peakBytes';

export function spreadFor(
  { passes }: Measured,
  pass: PassName,
  quantity: Quantity,
): Spread | undefined {
  return spreadOf((passes[pass] ?? []).flatMap((taken) => taken[quantity] ?? []));
}

/** The most lines that any round has left different, by kind. */
export function lossOf({ differences }: Measured): Differences {
  const kinds = new Set(differences.flatMap((one) => Object.keys(one)));
  return Object.fromEntries(
    [...kinds].map((kind) => [kind, Math.max(...differences.map((one) => one[kind] ?? 0))]),
  );
}

export type Standing = 'whole' | 'loses' | 'limit';

/** A wrong copy scores nothing, whatever its speed: it is ranked apart. */
export function standingOf(measured: Measured, way: Pick<Way, 'limit'>): Standing {
  if (way.limit === true) return 'limit';
  return Object.keys(lossOf(measured)).length === 0 ? 'whole' : 'loses';
}

/** Seconds of all passes together, by their medians: what ways are ordered by. */
export function totalSeconds(measured: Measured): number {
  const medians = PASSES.map((pass) => spreadFor(measured, pass, 'wallSeconds')?.median ?? 0);
  return medians.reduce((sum, median) => sum + median, 0);
}

/** How many times as much as another way, by medians. */
export function ratioTo(
  other: Measured | undefined,
  measured: Measured,
  pass: PassName,
  quantity: Quantity,
): number | undefined {
  const [theirs, its] = [
    other && spreadFor(other, pass, quantity)?.median,
    spreadFor(measured, pass, quantity)?.median,
  ];
  return its === undefined || !theirs ? undefined : its / theirs;
}
