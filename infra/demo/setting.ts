import type { Progress } from '../sandbox/progress.ts';
import type { DemoOptions } from './options.ts';

/** What every part of the demo works with. */
export interface Setting {
  options: DemoOptions;
  progress: Progress;
  /** Prints a line for the reader. */
  say: (line: string) => void;
  signal: AbortSignal;
  /** Where logs and the journal go; it exists. */
  folder: string;
}
