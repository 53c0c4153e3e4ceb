import type { Acknowledgement } from './journal.ts';

/** A stretch of time without a confirmed commit, as a client sees it. */
export interface Outage {
  /** Milliseconds between the two acknowledgements around it. */
  ms: number;
  from: Acknowledgement;
  to: Acknowledgement;
}

/** The longest time between two neighbouring acknowledgements; undefined with fewer than two. */
export function longestOutage(acknowledged: readonly Acknowledgement[]): Outage | undefined {
  return pairs(acknowledged).reduce<Outage | undefined>(
    (longest, pair) => (longest === undefined || pair.ms > longest.ms ? pair : longest),
    undefined,
  );
}

/**
 * The time from the last commit that `source` confirmed to the first one that `target` confirmed;
 * undefined until the writer has moved over.
 */
export function switchOver(
  acknowledged: readonly Acknowledgement[],
  source: string,
  target: string,
): Outage | undefined {
  return pairs(acknowledged).findLast(
    ({ from, to }) => from.endpoint === source && to.endpoint === target,
  );
}

function pairs(acknowledged: readonly Acknowledgement[]): Outage[] {
  return acknowledged.slice(1).map((to, index) => {
    const from = acknowledged[index] ?? to;
    return { ms: to.at - from.at, from, to };
  });
}
