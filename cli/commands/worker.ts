import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addExamples } from '../help.ts';
import {
  addServiceOptions,
  readService,
  requireTemporal,
  type ServiceFlags,
} from '../services/options.ts';

export function configure(command: Command, context: Context): void {
  addServiceOptions(command);
  command.action((flags: ServiceFlags) =>
    context.run(command, async ({ settings }) => {
      const config = readService(flags, settings);
      requireTemporal(config);
      const { runWorker } = await import('../../workers/serve.ts');
      await runWorker(config);
      return undefined;
    }),
  );
  addExamples(command, [['dray worker --temporal temporal:7233', 'one more worker']]);
}
