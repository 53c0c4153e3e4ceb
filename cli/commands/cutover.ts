import { type Command, Option } from 'commander';
import type { Context, Session } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { addExamples } from '../help.ts';
import { describePrediction } from '../prediction-text.ts';
import { addStartOptions, type StartFlags, startRun } from '../start-run.ts';
import { misfit, readStart, type StartTimes, windowSeconds } from '../start-time.ts';

interface CutoverFlags extends StartFlags {
  quiesce: boolean;
  verify?: true;
  yes?: true;
  at?: string;
  window?: string;
}

export function configure(command: Command, context: Context): void {
  command
    .argument('<plan>', 'plan to run')
    .option('--name <run>', 'name of the run; made from the plan when left out')
    .option('--no-quiesce', 'leave the applications of the source running')
    .option('--verify', 'look once more at the end whether the applications are ready')
    .option('--at <time>', 'begin then: 2026-11-28T02:00, 02:00, +2h; stages may run until then')
    .addOption(
      new Option(
        '--window <start-end>',
        'begin when it opens, and not after its end: 02:00-04:00',
      ).conflicts('at'),
    )
    .option('-y, --yes', 'do not ask; without a terminal nobody is asked anyway');
  addStartOptions(command);
  command.action((plan: string, flags: CutoverFlags) =>
    context.run(command, async (session) => {
      const { quiesce, verify } = flags;
      const start = readStart(flags, session.io.now());
      if (!(await agrees(session, plan, { flags, start }))) return EXIT.canceled;
      const wanted = {
        type: 'cutover',
        quiesce,
        ...(verify === undefined ? {} : { verify }),
        ...start,
      } as const;
      return startRun(session, plan, { wanted, flags });
    }),
  );
  addExamples(command, [
    ['dray cutover shop --dry-run', 'see whether the plan may be run'],
    ['dray cutover shop --watch', 'run it and look on'],
    ['dray cutover shop --wait --timeout 2h -o json', 'run it in a script'],
    ['dray cutover shop --at 02:00', 'run it tonight at two, by the clock of this machine'],
    ['dray cutover shop --window 02:00-04:00', 'run it at two, and not at all if not before four'],
  ]);
}

/** Whether whoever sits at the terminal wants the outage that is foretold. Nobody is asked about a dry run. */
async function agrees(
  { io, api }: Session,
  name: string,
  { flags: { yes, dryRun, quiesce }, start }: { flags: CutoverFlags; start: StartTimes },
): Promise<boolean> {
  const asks = io.ask !== undefined && yes !== true && dryRun !== true && quiesce;
  const seconds = windowSeconds(start, io.now());
  if (!asks && seconds === undefined) return true;
  const plan = await api.plan(name);
  const misfits = misfit(seconds, plan.prediction?.p90Seconds);
  if (misfits !== undefined) io.err(`${misfits}\n`);
  if (!asks || io.ask === undefined) return true;
  io.err(describePrediction(plan));
  const when = start.startAt === undefined ? 'now' : `at ${start.startAt}`;
  const answer = await io.ask(`Stop and move the applications of plan ${name} ${when}? [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return true;
  io.err('Nothing was started.\n');
  return false;
}
