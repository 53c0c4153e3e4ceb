import { Argument, type Command } from 'commander';
import { SCRIPTS, type Shell } from '../completion/scripts.ts';
import type { Context } from '../context.ts';
import { addExamples } from '../help.ts';

export function configure(command: Command, context: Context): void {
  command
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SCRIPTS)))
    .action((shell: Shell) =>
      context.run(command, ({ io }) => {
        io.out(SCRIPTS[shell]);
        return Promise.resolve(undefined);
      }),
    );
  addExamples(command, [
    ['source <(dray completion bash)', 'for this shell; put the line into ~/.bashrc for all'],
    ['dray completion zsh > "${fpath[1]}/_dray"', 'for zsh'],
    ['dray completion fish > ~/.config/fish/completions/dray.fish', 'for fish'],
  ]);
}
