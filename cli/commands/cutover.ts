import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addExamples } from '../help.ts';
import { addStartOptions, type StartFlags, startRun } from '../start-run.ts';

interface CutoverFlags extends StartFlags {
  quiesce: boolean;
  verify?: true;
}

export function configure(command: Command, context: Context): void {
  command
    .argument('<plan>', 'plan to run')
    .option('--name <run>', 'name of the run; made from the plan when left out')
    .option('--no-quiesce', 'leave the applications of the source running')
    .option('--verify', 'look once more at the end whether the applications are ready');
  addStartOptions(command);
  command.action((plan: string, flags: CutoverFlags) =>
    context.run(command, (session) => {
      const { quiesce, verify } = flags;
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
