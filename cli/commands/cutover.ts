import type { Command } from 'commander';
import type { Context, Session } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { addExamples } from '../help.ts';
import { describePrediction } from '../prediction-text.ts';
import { addStartOptions, type StartFlags, startRun } from '../start-run.ts';

interface CutoverFlags extends StartFlags {
  quiesce: boolean;
  verify?: true;
  yes?: true;
}

export function configure(command: Command, context: Context): void {
  command
    .argument('<plan>', 'plan to run')
    .option('--name <run>', 'name of the run; made from the plan when left out')
    .option('--no-quiesce', 'leave the applications of the source running')
    .option('--verify', 'look once more at the end whether the applications are ready')
    .option('-y, --yes', 'do not ask; without a terminal nobody is asked anyway');
  addStartOptions(command);
  command.action((plan: string, flags: CutoverFlags) =>
    context.run(command, async (session) => {
      const { quiesce, verify } = flags;
      if (!(await agrees(session, plan, flags))) return EXIT.canceled;
      const wanted = {
        type: 'cutover',
        quiesce,
        ...(verify === undefined ? {} : { verify }),
      } as const;
      return startRun(session, plan, { wanted, flags });
    }),
  );
  addExamples(command, [
    ['dray cutover shop --dry-run', 'see whether the plan may be run'],
    ['dray cutover shop --watch', 'run it and look on'],
    ['dray cutover shop --wait --timeout 2h -o json', 'run it in a script'],
  ]);
}

/** Whether whoever sits at the terminal wants the outage that is foretold. Nobody is asked about a dry run. */
async function agrees(
  { io, api }: Session,
  name: string,
  { yes, dryRun, quiesce }: CutoverFlags,
): Promise<boolean> {
  if (io.ask === undefined || yes === true || dryRun === true || !quiesce) return true;
  io.err(describePrediction(await api.plan(name)));
  const answer = await io.ask(`Stop and move the applications of plan ${name} now? [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return true;
  io.err('Nothing was started.\n');
  return false;
}
