import type { Command } from 'commander';
import { formatTable } from '../columns.ts';
import type { Context, Session } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { addExamples, type Example } from '../help.ts';
import { CLUSTERS } from '../looks.ts';
import { type AccessOptions, readAccess } from '../cluster-access.ts';
import { printList, printOne } from '../output.ts';
import type { ClusterView } from '../server/views.ts';
import { checkDuration } from '../settings.ts';
import { waitReady } from '../wait-ready.ts';

interface AddOptions extends AccessOptions {
  wait?: true;
  timeout: string;
}

const EXAMPLES: readonly Example[] = [
  ['dray cluster add new --host', 'register the cluster that holds the plans'],
  [
    'dray cluster add old --from-kubeconfig old.kubeconfig',
    'make an account there and register it',
  ],
  [
    'dray cluster add old --url https://api.old:6443 --token-file old.token --ca-file old.ca.crt',
    'register a cluster with an account that exists',
  ],
];

export function configure(command: Command, context: Context): void {
  const add = command
    .command('add <name>')
    .description('register a cluster')
    .option('--host', 'it is the cluster that holds the plans')
    .option('--url <url>', 'address of its API server')
    .option('--token <token>', 'token of an account there that may do everything')
    .option('--token-file <file>', 'file with that token, - for stdin')
    .option('--ca-file <file>', 'certificates (PEM) that vouch for the API server')
    .option('--insecure', 'do not check the certificate of the API server')
    .option('--from-kubeconfig <file>', 'make such an account there by means of this kubeconfig')
    .option('--context <name>', 'context of the kubeconfig; its current one when left out')
    .option('--wait', 'wait until the cluster is ready')
    .option('--timeout <time>', 'how long to wait', '2m')
    .addHelpText(
      'after',
      '\nThe token for the Drayage server itself goes before the command: dray --token T cluster add ...\n',
    )
    .action((name: string, options: AddOptions) =>
      context.run(add, (session) => addCluster(session, name, options)),
    );
  addExamples(command, [...EXAMPLES, ['dray cluster list', 'list the clusters']]);
  addExamples(add, EXAMPLES);

  const list = command
    .command('list')
    .alias('ls')
    .description('list the clusters')
    .action(() =>
      context.run(list, async (session) => {
        await printList(session, CLUSTERS, await session.api.clusters());
        return undefined;
      }),
    );
}

async function addCluster(
  session: Session,
  name: string,
  options: AddOptions,
): Promise<ExitCode | undefined> {
  const { api, io } = session;
  const timeoutMs = checkDuration('--timeout', options.timeout);
  const created = await api.addCluster({ name, ...(await readAccess(session, options)) });
  io.err(`Cluster ${name} registered.\n`);
  const read = (): Promise<ClusterView> => api.cluster(name);
  const view = options.wait === true ? await waitReady(session, { read, timeoutMs }) : created;
  await printOne(session, 'Cluster', view, (one) => formatTable(CLUSTERS.columns, [one]));
  return undefined;
}
