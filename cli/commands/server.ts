import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addExamples } from '../help.ts';
import {
  addListenOptions,
  addServiceOptions,
  readService,
  requireTemporal,
  type ServiceFlags,
} from '../services/options.ts';

export function configure(command: Command, context: Context): void {
  addServiceOptions(command);
  addListenOptions(command);
  command.action((flags: ServiceFlags) =>
    context.run(command, async ({ settings }) => {
      const config = readService(flags, settings);
      requireTemporal(config);
      const { runServer } = await import('../../workers/serve.ts');
      await runServer(config);
      return undefined;
    }),
  );
  addExamples(command, [
    ['dray server --temporal temporal:7233 --host 0.0.0.0', 'server and controller in a cluster'],
  ]);
}
