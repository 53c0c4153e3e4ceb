import { type Command, Option } from 'commander';
import { chooseRun } from '../choose-run.ts';
import type { Context, Session } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { addExamples } from '../help.ts';
import { printOne } from '../output.ts';
import { describeRun } from '../watch/viewer.ts';
import { readWatch, type WatchFlags } from '../watch-options.ts';

export function configure(command: Command, context: Context): void {
  command
    .argument('<run>', 'name of a run, or of a plan for its newest run, or @latest')
    .addOption(new Option('--wait', 'wait until the run has ended, with everything put back'))
    .option('--timeout <time>', 'stop waiting after this time (90s, 30m)')
    .action((meant: string, options: WatchFlags) =>
      context.run(command, (session) => cancel(session, meant, options)),
    );
  addExamples(command, [
    ['dray cancel shop-x7k2', 'cancel a run'],
    ['dray cancel @latest --wait', 'cancel the newest run and wait until the source is as it was'],
  ]);
}

/** Under `--wait` a run that was canceled is what was wanted: 0. One that was faster ends as it ended. */
async function cancel(
  session: Session,
  meant: string,
  flags: WatchFlags,
): Promise<ExitCode | undefined> {
  const wait = readWatch(flags);
  const { name } = await chooseRun(session, meant);
  const run = await session.api.cancelRun(name);
  session.io.err(
    `Run ${name} is being canceled; unless the target runs, the source is put back.\n`,
  );
  if (wait !== undefined) {
    const { watchRun } = await import('../watch/watch-run.ts');
    return watchRun(session, name, { ...wait, expectCanceled: true });
  }
  await printOne(session, 'Run', run, (view) => describeRun(session, view));
  return undefined;
}
