import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { addExamples } from '../help.ts';
import type { InstallOptions } from '../install/install-host.ts';

interface AnyOptions extends InstallOptions {
  remote?: string | true;
  showToken?: true;
}

export function configure(command: Command, context: Context): void {
  command
    .option(
      '--kubeconfig <file>',
      'how to reach the cluster (KUBECONFIG, ~/.kube/config, the account of the pod)',
    )
    .option('--context <name>', 'context of the kubeconfig; its current one when left out')
    .option('--dry-run', 'print what would be applied, change nothing')
    .addOption(
      new Option(
        '--remote [name]',
        'make only the account with which Drayage works on a remote cluster',
      ),
    )
    .option('--show-token', 'print the token of that account instead of writing it to a file')
    .action((options: AnyOptions) =>
      context.run(command, async (session) => {
        const { remote, ...rest } = options;
        if (remote === undefined) {
          const { installHost } = await import('../install/install-host.ts');
          return installHost(session, rest);
        }
        const { installRemote } = await import('../install/install-remote.ts');
        return installRemote(session, { ...rest, name: remote === true ? 'remote' : remote });
      }),
    );
  addExamples(command, [
    ['dray install', 'install into the cluster of the current context'],
    ['dray install --dry-run -o yaml > drayage.yaml', 'see it first, or apply it with other tools'],
    ['dray install --remote old --kubeconfig old.kubeconfig', 'prepare a remote cluster'],
  ]);
}
