import type { Progress, ProgressStream } from '../progress.ts';
import { formatDuration } from './duration.ts';

/** A log must show that work goes on, yet not one line for each of 2400 packages. */
const quietMs = 5000;

/** One line when a step starts, at most one every few seconds while it changes, one when it ends. */
export function createPlainProgress(
  stream: ProgressStream,
  now: () => number = Date.now,
): Progress {
  const print = (line: string) => stream.write(`${line}\n`);
  return {
    async step(title, work) {
      const startedAt = now();
      let printedAt = startedAt;
      let printed = '';
      print(`${title} ...`);
      const report = (detail: string) => {
        if (detail === printed || now() - printedAt < quietMs) return;
        printedAt = now();
        printed = detail;
        print(`${title}: ${detail}`);
      };
      try {
        const result = await work(report);
        print(`${title}: done in ${formatDuration(now() - startedAt)}`);
        return result;
      } catch (error) {
        print(`${title}: failed after ${formatDuration(now() - startedAt)}`);
        throw error;
      }
    },
  };
}
