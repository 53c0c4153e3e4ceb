interface Entry<Value> {
  value: Value;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

export interface ExpiringMapOptions {
  ttlMs: number;
  /** The oldest entry makes room for a new one beyond this. */
  maxEntries: number;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** A memory that forgets by age, and by number so that nobody can fill it. */
export class ExpiringMap<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #options: ExpiringMapOptions;

  constructor(options: ExpiringMapOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expiresAt > this.#options.now()) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: Value): void {
    const { ttlMs, maxEntries, now } = this.#options;
    // A map keeps the order of insertion: the first key is the oldest.
    this.#entries.delete(key);
    this.#entries.set(key, { value, expiresAt: now() + ttlMs });
    if (this.#entries.size <= maxEntries) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}
