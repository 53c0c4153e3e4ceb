/** Acts at once at the first poke, and then at most once per interval however often it is poked. */
export class Coalescer {
  readonly #intervalMs: number;
  readonly #act: () => void;
  #timer: NodeJS.Timeout | undefined;
  #poked = false;
  #stopped = false;

  constructor(intervalMs: number, act: () => void) {
    this.#intervalMs = intervalMs;
    this.#act = act;
  }

  poke(): void {
    if (this.#stopped) return;
    if (this.#timer !== undefined) {
      this.#poked = true;
      return;
    }
    this.#timer = setTimeout(() => this.#elapsed(), this.#intervalMs);
    this.#act();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #elapsed(): void {
    this.#timer = undefined;
    if (!this.#poked) return;
    this.#poked = false;
    this.poke();
  }
}
