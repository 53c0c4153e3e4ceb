import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { decide } from '../decide.ts';
import { addExamples } from '../help.ts';
import { addWatchOptions, type WatchFlags } from '../watch-options.ts';

interface SkipOptions extends WatchFlags {
  reason: string;
}

export function configure(command: Command, context: Context): void {
  command
    .argument('<run>', 'run that waits, or its plan, or @latest')
    .requiredOption('--reason <text>', 'why the step may be left out; the run keeps it');
  addWatchOptions(command);
  command.action((meant: string, { reason, ...flags }: SkipOptions) =>
    context.run(command, (session) => decide(session, meant, { act: 'skip', reason }, flags)),
  );
  addExamples(command, [
    ['dray skip shop-x7k2 --reason "the images are there"', 'leave out the step that failed'],
  ]);
}
