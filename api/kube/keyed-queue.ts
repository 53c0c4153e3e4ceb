type Work = () => Promise<void>;

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;

/** Work by key: one at a time for each key, the newest wins, and what fails is tried again with backoff. */
export class KeyedQueue {
  readonly #waiting = new Map<string, Work>();
  readonly #running = new Set<string>();
  readonly #onError: (key: string, error: unknown) => void;
  #stopped = false;

  constructor(onError: (key: string, error: unknown) => void) {
    this.#onError = onError;
  }

  add(key: string, work: Work): void {
    this.#waiting.set(key, work);
    if (!this.#running.has(key)) void this.#drain(key);
  }

  stop(): void {
    this.#stopped = true;
    this.#waiting.clear();
  }

  async #drain(key: string): Promise<void> {
    this.#running.add(key);
    let pauseMs = FIRST_RETRY_MS;
    for (let work = this.#take(key); work !== undefined; work = this.#take(key)) {
      try {
        await work();
        pauseMs = FIRST_RETRY_MS;
      } catch (error) {
        this.#onError(key, error);
        // Newer work for the key replaces what failed.
        if (!this.#waiting.has(key) && !this.#stopped) this.#waiting.set(key, work);
        await new Promise((resolve) => setTimeout(resolve, pauseMs).unref());
        pauseMs = Math.min(pauseMs * 2, LONGEST_RETRY_MS);
      }
    }
    this.#running.delete(key);
  }

  #take(key: string): Work | undefined {
    const work = this.#waiting.get(key);
    this.#waiting.delete(key);
    return work;
  }
}
