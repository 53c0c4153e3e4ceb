import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addExamples } from '../help.ts';
import { addStartOptions, type StartFlags, startRun } from '../start-run.ts';

interface StageFlags extends StartFlags {
  quiesce?: true;
}

export function configure(command: Command, context: Context): void {
  command
    .argument('<plan>', 'plan to run')
    .option('--name <run>', 'name of the run; made from the plan when left out')
    .option('--quiesce', 'stop the applications for the last copy, compare, and start them again');
  addStartOptions(command);
  command.action((plan: string, flags: StageFlags) =>
    context.run(command, (session) => {
      const wanted = { type: 'stage', quiesce: flags.quiesce === true } as const;
      return startRun(session, plan, { wanted, flags });
    }),
  );
  addExamples(command, [
    ['dray stage shop --watch', 'copy the volumes while the application runs, and look on'],
    ['dray stage shop --wait', 'again: it sends what has changed since'],
    ['dray stage shop --quiesce --watch', 'rehearse the standstill of a cutover as well'],
  ]);
}
