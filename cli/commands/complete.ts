import type { Command } from 'commander';
import { completeWords } from '../completion/candidates.ts';
import type { Context } from '../context.ts';

/** What the completion scripts call at each Tab: the words so far, the last of them unfinished. */
export function configure(command: Command, context: Context): void {
  command.argument('[words...]').action((words: string[]) =>
    context.run(command, async (session) => {
      const found = await completeWords(session, words);
      for (const candidate of found) session.io.out(`${candidate}\n`);
      return undefined;
    }),
  );
}
