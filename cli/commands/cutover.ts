import { type Command, Option } from 'commander';
import type { Context, Session } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addExamples } from '../help.ts';
import { runLook } from '../looks.ts';
import { printList, printOne } from '../output.ts';
import type { NewRun } from '../server/api.ts';
import type { RunView } from '../server/views.ts';
import { conditionText } from '../condition-text.ts';
import { refusals } from '../watch/verdict.ts';
import { describeRun } from '../watch/viewer.ts';
import { addWatchOptions, readWatch, type WatchFlags } from '../watch-options.ts';

interface CutoverOptions extends WatchFlags {
  name?: string;
  quiesce: boolean;
  verify?: true;
  hold?: true;
  dryRun?: true;
}

export function configure(command: Command, context: Context): void {
  command
    .argument('<plan>', 'plan to run')
    .option('--name <run>', 'name of the run; made from the plan when left out')
    .option('--no-quiesce', 'leave the applications of the source running')
    .option('--verify', 'look once more at the end whether the applications are ready')
    .option('--hold', 'wait for a decision when a step fails (dray retry, dray skip, dray cancel)')
    .addOption(
      new Option(
        '--dry-run',
        'say whether the plan may be run, start nothing; the run itself looks at more',
      ).conflicts(['watch', 'wait']),
    );
  addWatchOptions(command);
  command.action((plan: string, options: CutoverOptions) =>
    context.run(command, (session) => cutover(session, plan, options)),
  );
  addExamples(command, [
    ['dray cutover shop --dry-run', 'see whether the plan may be run'],
    ['dray cutover shop --watch', 'run it and look on'],
    ['dray cutover shop --wait --timeout 2h -o json', 'run it in a script'],
  ]);
}

async function cutover(
  session: Session,
  plan: string,
  options: CutoverOptions,
): Promise<ExitCode | undefined> {
  const watch = readWatch(options);
  const { name, quiesce, verify, hold, dryRun } = options;
  const wanted: NewRun = {
    type: 'cutover',
    quiesce,
    ...(name === undefined ? {} : { name }),
    ...(verify === undefined ? {} : { verify }),
    ...(hold === undefined ? {} : { onFailure: 'Hold' }),
    ...(dryRun === undefined ? {} : { dryRun }),
  };
  const run = await session.api.startRun(plan, wanted);
  if (dryRun === true) return showDryRun(session, run);
  session.io.err(`Run ${run.name} of plan ${plan} started.\n`);
  if (watch !== undefined) {
    const { watchRun } = await import('../watch/watch-run.ts');
    return watchRun(session, run.name, watch);
  }
  await showStarted(session, run);
  session.io.err(
    `Look at it: dray status ${run.name} --watch. Stop it: dray cancel ${run.name}.\n`,
  );
  return undefined;
}

/** As a table it is a row of the list of runs. */
async function showStarted(session: Session, run: RunView): Promise<void> {
  if (session.output === 'json' || session.output === 'yaml') {
    await printOne(session, 'Run', run, () => '');
  } else await printList(session, runLook(session.io.now()), [run]);
}

async function showDryRun(session: Session, run: RunView): Promise<ExitCode> {
  await printOne(session, 'Run', run, (view) => describeRun(session, view));
  const blockers = refusals(run);
  for (const condition of blockers) session.io.err(`refused: ${conditionText(condition)}\n`);
  session.io.err('Nothing was started: this was a dry run.\n');
  return blockers.length > 0 ? EXIT.blocked : EXIT.ok;
}
