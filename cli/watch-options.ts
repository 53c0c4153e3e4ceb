import { type Command, Option } from 'commander';
import { usageError } from './command-error.ts';
import { checkDuration } from './settings.ts';
import type { WatchOptions } from './watch/watch-run.ts';

export interface WatchFlags {
  watch?: true;
  wait?: true;
  timeout?: string;
}

/** The flags of every command that can stay until a run has ended. */
export function addWatchOptions(command: Command): void {
  command
    .addOption(
      new Option('-w, --watch', 'show what happens until the run has ended, or is refused'),
    )
    .addOption(
      new Option('--wait', 'stay silent until the run has ended, or is refused').conflicts('watch'),
    )
    .option('--timeout <time>', 'stop looking after this time (90s, 30m, 2h); the run goes on');
}

/** What they ask for; undefined when nobody wants to stay. */
export function readWatch({ watch, wait, timeout }: WatchFlags): WatchOptions | undefined {
  const timeoutMs = timeout === undefined ? undefined : checkDuration('--timeout', timeout);
  if (watch === undefined && wait === undefined) {
    if (timeoutMs === undefined) return undefined;
    throw usageError('--timeout says how long to stay: it needs --watch or --wait');
  }
  return {
    mode: watch === true ? 'watch' : 'wait',
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}
