import { usageError } from './command-error.ts';
import type { Session } from './context.ts';
import type { NewCluster } from './server/api.ts';
import { readSecret, readText } from './settings.ts';

export interface AccessOptions {
  host?: true;
  url?: string;
  token?: string;
  tokenFile?: string;
  caFile?: string;
  insecure?: true;
  fromKubeconfig?: string;
  context?: string;
}

type Access = Omit<NewCluster, 'name'>;

const HINT = 'Give --host, or --url with --token-file, or --from-kubeconfig.';

/** How a cluster is reached: it is the host, an account exists, or one is made with a kubeconfig. */
export async function readAccess(session: Session, options: AccessOptions): Promise<Access> {
  const { host, url, fromKubeconfig } = options;
  const ways = [host, url, fromKubeconfig].filter((way) => way !== undefined).length;
  if (ways === 0) throw usageError('how is the cluster reached?', HINT);
  if (ways > 1) throw usageError('a cluster is reached in one way only', HINT);
  if (host === true) return { host };
  if (url !== undefined) return { url, token: tokenOf(options), ...trustOf(options) };
  return makeAccount(session, options);
}

function tokenOf({ token, tokenFile }: AccessOptions): string {
  if (token !== undefined) return token;
  if (tokenFile !== undefined) return readSecret('--token-file', tokenFile);
  throw usageError('--url needs the token of an account there', 'Give --token-file F.');
}

function trustOf({ caFile, insecure }: AccessOptions): Pick<Access, 'caBundle' | 'insecure'> {
  return {
    ...(caFile === undefined ? {} : { caBundle: readText('--ca-file', caFile) }),
    ...(insecure === undefined ? {} : { insecure }),
  };
}

/** A kubeconfig's own token is a person's, and is gone tomorrow: an account of its own is made instead. */
async function makeAccount(session: Session, options: AccessOptions): Promise<Access> {
  const { io } = session;
  const { openCluster } = await import('./install/open-cluster.ts');
  const { makeRemoteAccount } = await import('./install/remote-account.ts');
  const { cluster, ...trust } = openCluster(options.fromKubeconfig, options.context);
  io.err(`Making the account migration-controller on ${cluster.url} ...\n`);
  const { token } = await makeRemoteAccount(cluster, io);
  return { url: cluster.url, token, ...trust, ...trustOf(options) };
}
