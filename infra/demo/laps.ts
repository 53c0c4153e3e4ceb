import type { Progress } from '../sandbox/progress.ts';

export interface Lap {
  title: string;
  seconds: number;
}

/** Remembers how long each part of the work took. */
export interface Stopwatch {
  /** In the order in which they ended. */
  laps: readonly Lap[];
  lap<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** The same display, each of its steps being a lap. */
  timed: Progress;
}

export function createStopwatch(progress: Progress): Stopwatch {
  const laps: Lap[] = [];
  const lap = async <T>(title: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await work();
    laps.push({ title, seconds: (performance.now() - started) / 1_000 });
    return result;
  };
  const step: Progress['step'] = (title, work) => lap(title, () => progress.step(title, work));
  return { laps, lap, timed: { step } };
}
