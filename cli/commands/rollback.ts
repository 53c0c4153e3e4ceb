import type { Command } from 'commander';
import { chooseHeldRun } from '../choose-run.ts';
import { usageError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { decide } from '../decide.ts';
import { addExamples } from '../help.ts';
import { addStartOptions, type StartFlags, startRun } from '../start-run.ts';

interface RollbackFlags extends StartFlags {
  yes?: true;
}

export function configure(command: Command, context: Context): void {
  command
    .argument('<plan>', 'plan to roll back, or a run that waits')
    .option('--name <run>', 'name of the run; made from the plan when left out')
    .option('-y, --yes', 'accept that what was written on the target since the cutover is lost');
  addStartOptions(command);
  command.action((plan: string, flags: RollbackFlags) =>
    context.run(command, async (session) => {
      // Nothing is lost by that: what the run has moved for good by then stays.
      const held = await chooseHeldRun(session, plan);
      if (held !== undefined) return decide(session, held.name, { act: 'rollback' }, flags);
      const { yes = false, dryRun = false } = flags;
      if (!yes && !dryRun) throw usageError(warningFor(plan));
      const wanted = { type: 'rollback', ...(yes ? { acceptDataLoss: true } : {}) } as const;
      return startRun(session, plan, { wanted, flags });
    }),
  );
  addExamples(command, [
    ['dray rollback shop --dry-run', 'see whether the plan may be rolled back'],
    ['dray rollback shop --yes --watch', 'roll it back and look on'],
    ['dray rollback shop-x7k2', 'take back a run that waits at a step that failed'],
  ]);
}

function warningFor(plan: string): string {
  return (
    `a rollback deletes the application of plan ${plan} with its data from the target, and starts it on the source ` +
    'with the data of the cutover: what was written on the target since is lost. To do it, add --yes'
  );
}
