import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addExamples } from '../help.ts';
import { runLook } from '../looks.ts';
import { printList } from '../output.ts';

export function configure(command: Command, context: Context): void {
  command
    .option('--plan <plan>', 'only the runs of this plan')
    .action(({ plan }: { plan?: string }) =>
      context.run(command, async (session) => {
        const { api, io } = session;
        const runs = plan === undefined ? await api.runs() : await api.runsOf(plan);
        await printList(session, runLook(io.now()), runs);
        return undefined;
      }),
    );
  addExamples(command, [
    ['dray runs', 'list the runs, newest first'],
    ['dray runs --plan shop -o wide', 'those of one plan, with their phases'],
  ]);
}
