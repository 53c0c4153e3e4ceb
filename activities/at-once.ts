/**
 * Does the work for every item, so many at the same time, and returns the results in the order of the items.
 * After the first error no further item is begun; it is thrown when all that was begun has ended, since an undo
 * must not run beside an act.
 */
export async function atOnce<Item, Result>(
  limit: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  let first: { error: unknown } | undefined;
  async function take(): Promise<void> {
    for (const [index, item] of queue) {
      if (first !== undefined) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        first ??= { error };
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, take));
  if (first !== undefined) throw first.error;
  return results;
}
