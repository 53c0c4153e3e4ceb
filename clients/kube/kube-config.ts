import { existsSync } from 'node:fs';
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

export function configOfFile(path: string, context?: string): KubeConfig {
  if (!existsSync(path)) {
    throw failure('DRAY-2001', { detail: `the kubeconfig ${path} does not exist` });
  }
  const config = new KubeConfig();
  config.loadFromFile(path);
  if (context !== undefined) {
    if (config.getContextObject(context) === null) {
      throw failure('DRAY-2001', { detail: `${path} has no context ${context}` });
    }
    config.setCurrentContext(context);
  }
  return config;
}

/** A path, else KUBECONFIG, else the service account of the pod, else ~/.kube/config. */
export function hostConfig(path?: string, context?: string): KubeConfig {
  if (path !== undefined) return configOfFile(path, context);
  const [named] = (process.env['KUBECONFIG'] ?? '').split(':').filter((file) => file !== '');
  if (named !== undefined) return configOfFile(named, context);
  const config = new KubeConfig();
  config.loadFromDefault();
  if (config.getCurrentCluster() === null) {
    throw failure('DRAY-2001', { detail: 'no kubeconfig was found; name one with --kubeconfig' });
  }
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
