import type * as z from 'zod';
import { API_VERSION } from '../../../domain/kinds/group.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';
import type { NewCluster } from '../requests/new-cluster.ts';
import { type ObjectWithSecret, secretOf } from './secret.ts';

/** The MigCluster and, for a remote one, the Secret with its token (key saToken, as MTC reads it). */
export function newCluster(
  asked: z.output<typeof NewCluster>,
  namespace: string,
): ObjectWithSecret {
  const { name, host, url, token, caBundle, insecure } = asked;
  if (host) return { object: migCluster(name, namespace, { isHostCluster: true }) };
  const secret = secretOf(`${name}-cluster-token`, namespace, { saToken: token ?? '' });
  const object = migCluster(name, namespace, {
    isHostCluster: false,
    url,
    serviceAccountSecretRef: { name: secret.metadata.name, namespace },
    insecure: insecure ?? false,
    ...(caBundle === undefined ? {} : { caBundle: Buffer.from(caBundle).toString('base64') }),
  });
  return { object, secret };
}

function migCluster(name: string, namespace: string, spec: unknown): KubeObject {
  return { apiVersion: API_VERSION, kind: 'MigCluster', metadata: { name, namespace }, spec };
}
