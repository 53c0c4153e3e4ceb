import type { Progress } from '../sandbox/progress.ts';

export interface Lap {
  title: string;
  seconds: number;
}

/** A progress display that also remembers how long each step took. */
export function timeSteps(progress: Progress): { progress: Progress; laps: readonly Lap[] } {
  const laps: Lap[] = [];
  return {
    laps,
    progress: {
      step: async (title, work) => {
        const started = performance.now();
        const result = await progress.step(title, work);
        laps.push({ title, seconds: (performance.now() - started) / 1_000 });
        return result;
      },
    },
  };
}
