/** What became of the rows: the acknowledged ones must all be there. */
export interface Comparison {
  acknowledged: number;
  found: number;
  /** Acknowledged, but absent: data loss. */
  missing: number[];
  /** Present, but never acknowledged: the answer was lost on the way. Harmless. */
  extra: number[];
  /** Present more than once: the index and the table disagree. */
  duplicated: number[];
}

/** Compares the numbers that were acknowledged with those that a full scan of the table found. */
export function compareRows(acknowledged: Iterable<number>, found: Iterable<number>): Comparison {
  const expected = new Set(acknowledged);
  const present = new Set<number>();
  const duplicated = new Set<number>();
  for (const id of found) {
    if (present.has(id)) duplicated.add(id);
    present.add(id);
  }
  return {
    acknowledged: expected.size,
    found: present.size,
    missing: ascending(without(expected, present)),
    extra: ascending(without(present, expected)),
    duplicated: ascending(duplicated),
  };
}

function without(ids: Set<number>, others: Set<number>): number[] {
  return [...ids].filter((id) => !others.has(id));
}

function ascending(ids: Iterable<number>): number[] {
  return [...ids].sort((a, b) => a - b);
}
