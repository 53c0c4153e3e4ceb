import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addExamples } from '../help.ts';
import { addStartOptions, type StartFlags, startRun } from '../start-run.ts';

interface StateFlags extends StartFlags {
  quiesce?: true;
}

export function configure(command: Command, context: Context): void {
  command
    .argument('<plan>', 'plan to run; its volumes may have other names on the target')
    .option('--name <run>', 'name of the run; made from the plan when left out')
    .option('--quiesce', 'stop the applications for the last copy, compare, and start them again');
  addStartOptions(command);
  command.action((plan: string, flags: StateFlags) =>
    context.run(command, (session) => {
      const wanted = { type: 'state', quiesce: flags.quiesce === true } as const;
      return startRun(session, plan, { wanted, flags });
    }),
  );
  addExamples(command, [
    ['dray state shop --watch', 'bring the data; the objects come by GitOps, for instance'],
    ['dray state shop --wait', 'again, when nothing writes on the source any more'],
  ]);
}
