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

/** Makes the account on a remote cluster, and says how the cluster is registered with it. */
export async function installRemote(
  session: Session,
  { name, kubeconfig, context, dryRun, showToken }: RemoteOptions,
): Promise<undefined> {
  const { io } = session;
  if (dryRun === true) return showManifests(session, remoteManifests());

  const { cluster, caBundle, insecure } = openCluster(kubeconfig, context);
  if (showToken === true) {
    io.out(`${(await makeRemoteAccount(cluster, io)).token}\n`);
    return undefined;
  }
  const { token } = await makeRemoteAccount(cluster, io, tellChange.bind(undefined, session));
  const flags = await writeAccount(name, { token, caBundle, insecure });
  io.err(`The token is in ${name}.token. Next:\n`);
  io.err(`  dray cluster add ${name} --url ${cluster.url} ${flags}\n`);
  return undefined;
}

interface Account {
  token: string;
  caBundle?: string | undefined;
  insecure?: boolean | undefined;
}

/** Writes token and CA beside each other; answers with the flags by which `cluster add` takes them. */
export async function writeAccount(
  stem: string,
  { token, caBundle, insecure }: Account,
): Promise<string> {
  const tokenFile = `${stem}.token`;
  // An older file would keep its mode: the new one must be new.
  await rm(tokenFile, { force: true });
  await writeFile(tokenFile, `${token}\n`, { mode: 0o600, flag: 'wx' });
  if (insecure === true) return `--token-file ${tokenFile} --insecure`;
  if (caBundle === undefined) return `--token-file ${tokenFile}`;
  await writeFile(`${stem}.ca.crt`, caBundle);
  return `--token-file ${tokenFile} --ca-file ${stem}.ca.crt`;
}
