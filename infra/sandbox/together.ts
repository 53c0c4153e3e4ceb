/**
 * Runs works side by side. The first failure asks the others, through their signal, to stop; the
 * answer comes when all have ended, so that nobody is still making something when the caller
 * begins to clean up.
 * @throws the first failure, or the reason of `signal`.
 */
export async function together<T extends readonly unknown[]>(
  works: readonly [...{ [K in keyof T]: (signal: AbortSignal) => Promise<T[K]> }],
  signal?: AbortSignal,
): Promise<T> {
  const stop = new AbortController();
  const both = AbortSignal.any([stop.signal, ...(signal ? [signal] : [])]);
  const running = works.map(async (work) => work(both));
  try {
    return (await Promise.all(running)) as unknown as T;
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(running);
    signal?.throwIfAborted();
    throw error;
  }
}
