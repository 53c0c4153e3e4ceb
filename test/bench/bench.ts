import type { Progress } from '../../infra/sandbox/progress.ts';
import type { Scene } from '../e2e/harness/scene.ts';

/** How much is measured. */
export interface Sizes {
  /** Of everything that is told as a median. */
  runs: number;
  databaseBytes: number;
  volumeBytes: number;
  /** Into which the bytes of a volume of small files are cut. */
  files: number;
  /** ConfigMaps of a namespace without a volume. */
  objects: number;
}

export const FULL: Sizes = {
  runs: 3,
  databaseBytes: 126e6,
  volumeBytes: 2 ** 30,
  files: 20_000,
  objects: 1_000,
};
/** To try the benchmark itself; its numbers mean nothing. */
export const QUICK: Sizes = {
  runs: 1,
  databaseBytes: 20e6,
  volumeBytes: 2 ** 25,
  files: 1_000,
  objects: 50,
};

/** What every measurement works with. */
export interface Bench {
  scene: Scene;
  /** The clusters as the demo application and its writer know them. */
  sites: Scene['sites'];
  sizes: Sizes;
  progress: Progress;
  signal: AbortSignal;
  /** For journals and logs; it exists. */
  folder: string;
}
