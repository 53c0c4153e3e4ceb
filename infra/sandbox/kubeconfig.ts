import { readFile } from 'node:fs/promises';
import { stringify } from 'yaml';

import { type RenderedFile, writeFiles } from './files.ts';
import { type ClusterLayout, paths } from './layout.ts';

export interface KubeconfigInput {
  cluster: string;
  server: string;
  user: string;
  /** PEM texts, embedded so that the file works wherever it is copied. */
  authority: string;
  certificate: string;
  key: string;
}

export function renderKubeconfig(input: KubeconfigInput): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: input.cluster,
        cluster: { server: input.server, 'certificate-authority-data': base64(input.authority) },
      },
    ],
    users: [
      {
        name: input.user,
        user: {
          'client-certificate-data': base64(input.certificate),
          'client-key-data': base64(input.key),
        },
      },
    ],
    contexts: [{ name: input.cluster, context: { cluster: input.cluster, user: input.user } }],
    'current-context': input.cluster,
  });
}

/** Everybody who talks to the API server with a kubeconfig of his own. */
const USERS = [
  'admin',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'kubelet',
] as const;

export async function writeKubeconfigs(cluster: ClusterLayout): Promise<void> {
  const pem = (name: string) => readFile(paths.pki(cluster, name), 'utf8');
  const authority = await pem('ca.crt');
  const files = USERS.map(async (user): Promise<RenderedFile> => ({
    path: paths.kubeconfig(cluster, user),
    content: renderKubeconfig({
      cluster: cluster.name,
      server: cluster.apiUrl,
      user: `${user}@${cluster.name}`,
      authority,
      certificate: await pem(`${user}.crt`),
      key: await pem(`${user}.key`),
    }),
  }));
  await writeFiles(await Promise.all(files));
}
