import { formatDuration } from '../progress/duration.ts';

export interface BuildProgress {
  /** Takes one line that `go build -v` printed. */
  line(text: string): void;
  /** What to show now. */
  describe(): string;
}

interface BuildPlan {
  /** Packages the programs consist of, the standard library included. */
  totalPackages: number;
  /** Import paths of the programs: linking begins when the last is compiled. */
  mainPackages: readonly string[];
  now?: () => number;
}

/** Below this the rate says nothing yet. */
const packagesForEstimate = 50;

/**
 * Follows `go build -v`, which names each package as it is compiled. Packages that are in Go's
 * cache are not named, so the total is an upper bound, and so is the time left.
 */
export function followBuild({ totalPackages, mainPackages, now = Date.now }: BuildPlan) {
  const startedAt = now();
  const mains = new Set(mainPackages);
  let downloaded = 0;
  let compiled = 0;

  const timeLeft = () => {
    const remaining = totalPackages - compiled;
    if (compiled < packagesForEstimate || remaining <= 0) return '';
    const ms = ((now() - startedAt) / compiled) * remaining;
    return `, at most ${formatDuration(Math.ceil(ms / 10_000) * 10_000)} left`;
  };

  return {
    line(text) {
      if (text.startsWith('go: downloading ')) {
        downloaded += 1;
        return;
      }
      if (!/^[\w.-]+(\/[\w.~+-]+)*$/.test(text)) return;
      compiled += 1;
      mains.delete(text);
    },
    describe() {
      if (compiled === 0 && downloaded > 0) return `downloaded ${downloaded} modules`;
      if (compiled === 0) return 'reading the build cache';
      if (mains.size === 0) return `compiled ${compiled} packages, linking`;
      return `compiled ${compiled} of up to ${totalPackages} packages${timeLeft()}`;
    },
  } satisfies BuildProgress;
}
