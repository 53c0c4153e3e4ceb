import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { printOne } from '../output.ts';
import { readVersion } from '../../api/version.ts';

export function configure(command: Command, context: Context): void {
  command.action(() =>
    context.run(command, async (session) => {
      const view = { name: 'dray', version: readVersion(), node: process.version };
      await printOne(session, 'Version', view, ({ version }) => `dray ${version}\n`);
      return undefined;
    }),
  );
}
