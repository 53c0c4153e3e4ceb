import { createLiveProgress } from './progress/live.ts';
import { createPlainProgress } from './progress/plain.ts';

/** Tells what is being done right now, e.g. "compiling 312 of 1840 packages". */
export type Report = (detail: string) => void;

/** Shows named pieces of work while they run; pieces may overlap. */
export interface Progress {
  step<T>(title: string, work: (report: Report) => Promise<T>): Promise<T>;
}

/** The part of a stream the renderers need; `process.stderr` is one. */
export interface ProgressStream {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Live lines on a terminal, one line per change everywhere else (CI logs, files, pipes). */
export function createProgress(stream: ProgressStream = process.stderr): Progress {
  const live = stream.isTTY === true && process.env['TERM'] !== 'dumb';
  return live ? createLiveProgress(stream) : createPlainProgress(stream);
}

/** Shows nothing; for callers that report in their own way. */
export const silentProgress: Progress = {
  step: (_title, work) => work(() => undefined),
};
