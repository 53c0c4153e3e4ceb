import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { decide } from '../decide.ts';
import { addExamples } from '../help.ts';
import { addWatchOptions, type WatchFlags } from '../watch-options.ts';

export function configure(command: Command, context: Context): void {
  command.argument('<run>', 'run that waits, or its plan, or @latest');
  addWatchOptions(command);
  command.action((meant: string, options: WatchFlags) =>
    context.run(command, (session) => decide(session, meant, { act: 'retry' }, options)),
  );
  addExamples(command, [
    ['dray retry shop-x7k2 --watch', 'try the step again, and look on'],
    ['dray cancel shop-x7k2', 'rather take the whole run back'],
  ]);
}
