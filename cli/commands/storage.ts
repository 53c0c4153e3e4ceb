import { type Command, Option } from 'commander';
import { usageError } from '../command-error.ts';
import { formatTable } from '../columns.ts';
import type { Context, Session } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { addExamples } from '../help.ts';
import { REPOSITORIES } from '../looks.ts';
import { printList, printOne } from '../output.ts';
import type { RepositoryView } from '../server/views.ts';
import { checkDuration, readSecret, readText } from '../settings.ts';
import { waitReady } from '../wait-ready.ts';

interface AddOptions {
  bucket: string;
  url?: string;
  region?: string;
  accessKey: string;
  secretKeyFile?: string;
  caFile?: string;
  insecure?: true;
  wait?: true;
  timeout: string;
}

const SECRET_ENV = 'AWS_SECRET_ACCESS_KEY';

export function configure(command: Command, context: Context): void {
  const add = command
    .command('add <name>')
    .description('register a replication repository: an S3 bucket that both clusters reach')
    .requiredOption('--bucket <bucket>', 'name of the bucket')
    .option('--url <url>', 'address of the S3 server; Amazon when left out')
    .option('--region <region>', 'region of the bucket (us-east-1)')
    .addOption(
      new Option('--access-key <key>', 'access key').env('AWS_ACCESS_KEY_ID').makeOptionMandatory(),
    )
    .option('--secret-key-file <file>', `file with the secret key, - for stdin (or ${SECRET_ENV})`)
    .option('--ca-file <file>', 'certificates (PEM) that vouch for the server')
    .option('--insecure', 'do not check the certificate of the server')
    .option('--wait', 'wait until the repository is ready')
    .option('--timeout <time>', 'how long to wait', '2m')
    .action((name: string, options: AddOptions) =>
      context.run(add, (session) => addStorage(session, name, options)),
    );
  const examples = [
    [
      'dray storage add s3 --bucket velero --url https://s3.example:9000 --access-key velero --secret-key-file key.txt',
      'register a bucket on a server of your own',
    ],
  ] as const;
  addExamples(command, [...examples, ['dray storage list', 'list the repositories']]);
  addExamples(add, examples);

  const list = command
    .command('list')
    .alias('ls')
    .description('list the replication repositories')
    .action(() =>
      context.run(list, async (session) => {
        await printList(session, REPOSITORIES, await session.api.repositories());
        return undefined;
      }),
    );
}

async function addStorage(
  session: Session,
  name: string,
  options: AddOptions,
): Promise<ExitCode | undefined> {
  const { api, io } = session;
  const { bucket, url, region, accessKey, caFile, insecure, wait } = options;
  const timeoutMs = checkDuration('--timeout', options.timeout);
  const created = await api.addRepository({
    name,
    provider: 'aws',
    bucket,
    accessKey,
    secretKey: secretKeyOf(options, io.env),
    ...(url === undefined ? {} : { url }),
    ...(region === undefined ? {} : { region }),
    ...(insecure === undefined ? {} : { insecure }),
    ...(caFile === undefined ? {} : { caBundle: readText('--ca-file', caFile) }),
  });
  io.err(`Storage ${name} registered.\n`);
  const read = (): Promise<RepositoryView> => api.repository(name);
  const view = wait === true ? await waitReady(session, { read, timeoutMs }) : created;
  await printOne(session, 'Repository', view, (one) => formatTable(REPOSITORIES.columns, [one]));
  return undefined;
}

/** Never on the command line: the list of processes would show it. */
function secretKeyOf({ secretKeyFile }: AddOptions, env: Session['io']['env']): string {
  if (secretKeyFile !== undefined) return readSecret('--secret-key-file', secretKeyFile);
  const key = env[SECRET_ENV];
  if (key !== undefined && key !== '') return key;
  throw usageError(`the secret key is missing`, `Give --secret-key-file, or set ${SECRET_ENV}.`);
}
