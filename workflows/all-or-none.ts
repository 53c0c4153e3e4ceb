import { CancellationScope } from '@temporalio/workflow';

/**
 * Runs all at once; when one fails, the others are cancelled and waited for: an undo must not run beside them.
 * The error is that of the first to fail, not that of one it took along.
 */
export async function allOrNone<const T extends readonly Promise<unknown>[]>(
  start: () => T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const scope = new CancellationScope({ cancellable: true });
  return scope.run(async () => {
    let first: { error: unknown } | undefined;
    const started = start();
    for (const one of started) {
      one.catch((error: unknown) => {
        first ??= { error };
        scope.cancel();
      });
    }
    await Promise.allSettled(started);
    if (first !== undefined) throw first.error;
    return Promise.all(started);
  });
}

/** Runs all at once, and waits for all, whatever becomes of some; the error is that of the first in the list to fail. */
export async function allToTheEnd<const T extends readonly Promise<unknown>[]>(
  start: () => T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const started = start();
  await Promise.allSettled(started);
  return Promise.all(started);
}
