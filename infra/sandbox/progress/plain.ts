import type { Progress, ProgressStream } from '../progress.ts';
import { formatDuration } from './duration.ts';

/** A log must show that work goes on, yet not one line for each of 2400 packages. */
const quietMs = 5000;

/** One line when a step starts, at most one every few seconds while it changes, one when it ends. */
export function createPlainProgress(stream: ProgressStream): Progress {
  const print = (line: string) => stream.write(`${line}\n`);
  return {
    async step(title, work) {
      const startedAt = Date.now();
      const elapsed = () => formatDuration(Date.now() - startedAt);
      const details = printRarely((detail) => print(`${title}: ${detail}`));
      print(`${title} ...`);
      try {
        const result = await work(details.report);
        print(`${title}: done in ${elapsed()}`);
        return result;
      } catch (error) {
        print(`${title}: failed after ${elapsed()}`);
        throw error;
      } finally {
        details.end();
      }
    },
  };
}

/** Passes on the latest detail when a while has gone by, and none twice. */
function printRarely(print: (detail: string) => void) {
  let latest = '';
  let printed = '';
  const flush = () => {
    if (latest === printed) return;
    printed = latest;
    print(latest);
  };
  const timer = setInterval(flush, quietMs).unref();
  return {
    report: (detail: string) => {
      latest = detail;
    },
    end: () => clearInterval(timer),
  };
}
