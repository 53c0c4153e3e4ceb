import { rm, writeFile } from 'node:fs/promises';
import { remoteManifests } from '../../domain/install/remote.ts';
import type { Session } from '../context.ts';
import { type InstallOptions, showManifests, tellChange } from './install-host.ts';
import { openCluster } from './open-cluster.ts';
import { makeRemoteAccount } from './remote-account.ts';

export interface RemoteOptions extends InstallOptions {
  /** What the cluster will be called: the files are named after it. */
  name: string;
  showToken?: true;
}

/** Makes the account on a remote cluster. The token goes into a file that only its owner can read. */
export async function installRemote(
  session: Session,
  { name, kubeconfig, context, dryRun, showToken }: RemoteOptions,
): Promise<undefined> {
  const { io } = session;
  if (dryRun === true) return showManifests(session, remoteManifests());

  const { cluster, caBundle, insecure } = openCluster(kubeconfig, context);
  const tell = showToken === true ? () => undefined : tellChange.bind(undefined, session);
  const { token } = await makeRemoteAccount(cluster, io, tell);
  if (showToken === true) {
    io.out(`${token}\n`);
    return undefined;
  }
  const tokenFile = await writeSecretFile(`${name}.token`, token);
  const trust = insecure === true ? ' --insecure' : await writeTrust(name, caBundle);
  io.err(
    `The token is in ${tokenFile}. Next:\n` +
      `  dray cluster add ${name} --url ${cluster.url} --token-file ${tokenFile}${trust}\n`,
  );
  return undefined;
}

async function writeTrust(name: string, caBundle: string | undefined): Promise<string> {
  if (caBundle === undefined) return '';
  const path = `${name}.ca.crt`;
  await writeFile(path, caBundle);
  return ` --ca-file ${path}`;
}

/** An older file keeps its mode when it is written to: it must be new. */
async function writeSecretFile(path: string, secret: string): Promise<string> {
  await rm(path, { force: true });
  await writeFile(path, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  return path;
}
