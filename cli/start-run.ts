import { type Command, Option } from 'commander';
import { conditionText } from './condition-text.ts';
import type { Session } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { runLook } from './looks.ts';
import { printList, printOne } from './output.ts';
import { outageLine } from './prediction-text.ts';
import type { NewRun } from './server/api.ts';
import type { RunView } from './server/views.ts';
import { addWatchOptions, readWatch, type WatchFlags } from './watch-options.ts';
import { refusals } from './watch/verdict.ts';
import { describeRun } from './watch/viewer.ts';

/** The flags of every command that starts a run. */
export interface StartFlags extends WatchFlags {
  name?: string;
  hold?: true;
  dryRun?: true;
}

export function addStartOptions(command: Command): void {
  command.option(
    '--hold',
    'wait for a decision when a step fails (dray retry, dray skip, dray rollback)',
  );
  command.addOption(
    new Option(
      '--dry-run',
      'say whether the plan may be run, start nothing; the run itself looks at more',
    ).conflicts(['watch', 'wait']),
  );
  addWatchOptions(command);
}

/** Starts what is wanted, and stays as long as the flags say. */
export async function startRun(
  session: Session,
  plan: string,
  { wanted, flags }: { wanted: Omit<NewRun, 'name' | 'dryRun' | 'onFailure'>; flags: StartFlags },
): Promise<ExitCode | undefined> {
  const watch = readWatch(flags);
  const { name, hold, dryRun } = flags;
  const run = await session.api.startRun(plan, {
    ...wanted,
    ...(name === undefined ? {} : { name }),
    ...(hold === undefined ? {} : { onFailure: 'Hold' }),
    ...(dryRun === undefined ? {} : { dryRun }),
  });
  if (dryRun === true) return showDryRun(session, run);
  const { startsAt } = run;
  const did = startsAt === undefined ? 'started' : `starts at ${startsAt}`;
  session.io.err(`Run ${run.name} of plan ${plan} ${did}.\n`);
  // On a terminal it was said before.
  if (run.type === 'cutover' && run.quiesce && session.io.ask === undefined) {
    session.io.err(`${outageLine(plan, run.downtime?.expected)}\n`);
  }
  if (watch !== undefined) {
    const { watchRun } = await import('./watch/watch-run.ts');
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
