import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addExamples } from '../help.ts';
import {
  addListenOptions,
  addServiceOptions,
  readService,
  type ServiceFlags,
} from '../services/options.ts';

export function configure(command: Command, context: Context): void {
  addServiceOptions(command);
  addListenOptions(command);
  command.action((flags: ServiceFlags) =>
    context.run(command, async ({ settings }) => {
      const config = readService(flags, settings);
      const { serve } = await import('../../workers/serve.ts');
      await serve(config);
      return undefined;
    }),
  );
  addExamples(command, [
    ['dray serve', 'everything, with a Temporal of its own'],
    ['dray serve --temporal 127.0.0.1:7233 --port 8080', 'the same beside an existing Temporal'],
  ]);
}
