import { Argument, type Command, Option } from 'commander';
import {
  KUBERNETES_NAMES,
  type SandboxVersions,
  VELERO_NAMES,
} from '../../infra/sandbox/versions.ts';
import type { Context } from '../context.ts';
import { addExamples } from '../help.ts';

export function configure(command: Command, context: Context): void {
  addExamples(command, [
    ['dray sandbox up', 'make two clusters with Temporal, S3 and a registry (as root)'],
    ['dray sandbox up --source-kubernetes 1.30', 'the same with an older source, made anew'],
    ['export KUBECONFIG=$(dray sandbox kubeconfig source)', 'look into one of them'],
    ['dray sandbox down', 'take everything away, with all that is in it'],
  ]);

  const up = command
    .command('up')
    .description('bring the sandbox up, or find it up; the first time takes many minutes')
    .addOption(
      new Option(
        '--source-kubernetes <version>',
        'Kubernetes of the source cluster (DRAY_SANDBOX_SOURCE_KUBERNETES; 1.34)',
      ).choices(KUBERNETES_NAMES),
    )
    .addOption(
      new Option(
        '--velero <version>',
        'Velero of both clusters (DRAY_SANDBOX_VELERO; 1.16)',
      ).choices(VELERO_NAMES),
    )
    .action((asked: Partial<SandboxVersions>) =>
      context.run(up, async (session) => {
        const { raiseSandbox } = await import('../sandbox/lifecycle.ts');
        return raiseSandbox(session, asked);
      }),
    );

  const down = command
    .command('down')
    .description('take it away, with everything in it')
    .action(() =>
      context.run(down, async (session) => {
        const { endSandbox } = await import('../sandbox/lifecycle.ts');
        return endSandbox(session);
      }),
    );

  const status = command
    .command('status')
    .description('show what runs, and what is wrong with it; fails when it is not healthy')
    .action(() =>
      context.run(status, async (session) => {
        const { showSandbox } = await import('../sandbox/status.ts');
        return showSandbox(session);
      }),
    );

  const kubeconfig = command
    .command('kubeconfig')
    .description('print the path of the kubeconfig of a cluster')
    .addArgument(new Argument('<cluster>', 'which one').choices(['source', 'target']))
    .action((cluster: 'source' | 'target') =>
      context.run(kubeconfig, async (session) => {
        const { findKubeconfig } = await import('../sandbox/status.ts');
        session.io.out(`${await findKubeconfig(cluster)}\n`);
        return undefined;
      }),
    );
}
