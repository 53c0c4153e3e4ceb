import type { NamespacePair } from '../plan/namespaces.ts';

/** Namespaces in rounds, in each of which none of the source comes twice: the rules make one of each. */
export function roundsOf(pairs: readonly NamespacePair[]): NamespacePair[][] {
  const rounds: NamespacePair[][] = [];
  for (const pair of pairs) {
    const round = rounds.find((one) => one.every(({ source }) => source !== pair.source));
    if (round === undefined) rounds.push([pair]);
    else round.push(pair);
  }
  return rounds;
}
