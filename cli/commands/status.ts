import type { Command } from 'commander';
import { chooseRun, LATEST } from '../choose-run.ts';
import type { Context, Session } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { addExamples } from '../help.ts';
import { printOne } from '../output.ts';
import { describeRun } from '../watch/viewer.ts';
import { addWatchOptions, readWatch, type WatchFlags } from '../watch-options.ts';

export function configure(command: Command, context: Context): void {
  command.argument('[run]', 'name of a run, or of a plan for its newest run', LATEST);
  addWatchOptions(command);
  command.action((meant: string, options: WatchFlags) =>
    context.run(command, (session) => showStatus(session, meant, options)),
  );
  addExamples(command, [
    ['dray status', 'show the newest run'],
    ['dray status shop --watch', 'follow the newest run of a plan'],
    ['dray status shop-x7k2 --wait --timeout 1h', 'wait for a run in a script'],
  ]);
}

async function showStatus(
  session: Session,
  meant: string,
  flags: WatchFlags,
): Promise<ExitCode | undefined> {
  const watch = readWatch(flags);
  const run = await chooseRun(session, meant);
  if (watch !== undefined) {
    const { watchRun } = await import('../watch/watch-run.ts');
    return watchRun(session, run.name, watch);
  }
  await printOne(session, 'Run', run, (view) => describeRun(session, view));
  return undefined;
}
