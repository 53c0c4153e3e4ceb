import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { failure } from '../../domain/failures/failure.ts';

/** How to reach a remote cluster: what MigCluster and its Secret say. */
export interface RemoteAccess {
  url: string;
  token: string;
  /** PEM; the system's own CAs when left out. */
  caBundle?: string;
  insecure?: boolean;
}

export function configOfFile(file: string, context?: string): KubeConfig {
  if (!existsSync(file)) {
    throw failure('DRAY-2001', { detail: `the kubeconfig ${file} does not exist` });
  }
  const config = new KubeConfig();
  config.loadFromFile(file);
  if (context !== undefined) {
    if (config.getContextObject(context) === null) {
      throw failure('DRAY-2001', { detail: `${file} has no context ${context}` });
    }
    config.setCurrentContext(context);
  }
  if (config.getCurrentCluster() === null) {
    throw failure('DRAY-2001', {
      detail: `${file} has no current context that leads to a cluster`,
    });
  }
  return config;
}

/** Where the kubelet puts the token of a pod's service account. */
const POD_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * A path, else the first of KUBECONFIG, else ~/.kube/config, else the service account of the pod. Not the library's
 * own default: it would end with a server on localhost, and tell nobody that it found nothing.
 */
export function hostConfig(file?: string, context?: string): KubeConfig {
  if (file !== undefined) return configOfFile(file, context);
  const [named] = (process.env['KUBECONFIG'] ?? '').split(':').filter((one) => one !== '');
  if (named !== undefined) return configOfFile(named, context);
  const own = path.join(process.env['HOME'] ?? homedir(), '.kube', 'config');
  if (existsSync(own)) return configOfFile(own, context);
  if (context !== undefined || !existsSync(POD_TOKEN)) {
    const detail = `no kubeconfig was found: KUBECONFIG is not set, and there is no ${own}`;
    throw failure('DRAY-2001', { detail, hint: 'Name one with --kubeconfig FILE.' });
  }
  const config = new KubeConfig();
  config.loadFromCluster();
  return config;
}

export function configOfRemote(name: string, access: RemoteAccess): KubeConfig {
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    {
      name,
      server: access.url,
      skipTLSVerify: access.insecure === true,
      ...(access.caBundle === undefined
        ? {}
        : { caData: Buffer.from(access.caBundle, 'utf8').toString('base64') }),
    },
    { name: 'service-account', token: access.token },
  );
  return config;
}
