import { failure, isFailure } from '../../domain/failures/failure.ts';
import { API_VERSION, NAMESPACE } from '../../domain/kinds/group.ts';
import { MigCluster } from '../../domain/kinds/mig-cluster.ts';
import { resolveRef } from '../../domain/kinds/object-ref.ts';
import type { Cluster } from './cluster.ts';
import { configOfRemote } from './kube-config.ts';
import { connectCluster } from './kube-cluster.ts';

/** The key of the Secret that holds a remote cluster's token, in MTC's words. */
const TOKEN_KEY = 'saToken';

/** Changed tokens and CAs are noticed after this long, or at once after a refusal. */
const KEPT_MS = 30_000;

/** The clusters that MigCluster objects name. */
export interface Clusters {
  /** Where the custom resources live. */
  readonly host: Cluster;
  /** The cluster of a MigCluster. Connections are kept; fails with DRAY-2003 when something is missing. */
  named(name: string, namespace?: string): Promise<Cluster>;
  /** As `named`, from an object at hand and without a memory: for the check of that object. */
  of(migCluster: MigCluster): Promise<Cluster>;
}

/**
 * @param hostAs connects to the host cluster under the name that a MigCluster gives it: messages of a run speak of
 * the clusters as its plan does
 */
export function createClusters(host: Cluster, hostAs: (name: string) => Cluster): Clusters {
  const connect = (name: string, access: Access | 'host'): Cluster =>
    access === 'host' ? hostAs(name) : connectCluster(name, configOfRemote(name, access));
  const kept = new Map<string, { cluster: Cluster; access: Access | 'host'; readAt: number }>();

  async function named(name: string, namespace = NAMESPACE): Promise<Cluster> {
    const key = `${namespace}/${name}`;
    const known = kept.get(key);
    if (known !== undefined && Date.now() - known.readAt < KEPT_MS) return known.cluster;
    const access = await readAnew(host, name, namespace, known?.access);
    // The same address and token: keep the open connections.
    const same = known !== undefined && JSON.stringify(known.access) === JSON.stringify(access);
    const cluster = same ? known.cluster : connect(name, access);
    kept.set(key, { cluster, access, readAt: Date.now() });
    return cluster;
  }

  return {
    host,
    named,
    of: async (migCluster) => connect(migCluster.metadata.name, await readAccess(host, migCluster)),
  };
}

/** A host cluster that is away must not stop the work on the others: what is known is used on. */
async function readAnew(
  host: Cluster,
  name: string,
  namespace: string,
  known: Access | 'host' | undefined,
): Promise<Access | 'host'> {
  try {
    return await readAccess(host, await readMigCluster(host, name, namespace));
  } catch (error) {
    if (known !== undefined && isFailure(error) && error.kind === 'transient') return known;
    throw error;
  }
}

interface Access {
  url: string;
  token: string;
  caBundle?: string;
  insecure?: boolean;
}

async function readMigCluster(host: Cluster, name: string, namespace: string): Promise<MigCluster> {
  const found = await host.get({ apiVersion: API_VERSION, kind: 'MigCluster', name, namespace });
  if (found === undefined) {
    throw failure('DRAY-2003', { detail: `MigCluster ${namespace}/${name} does not exist` });
  }
  return MigCluster.parse(found);
}

async function readAccess(host: Cluster, migCluster: MigCluster): Promise<Access | 'host'> {
  const { spec, metadata } = migCluster;
  if (spec.isHostCluster) return 'host';
  const object = `MigCluster ${metadata.namespace}/${metadata.name}`;
  if (spec.url === undefined || spec.url === '') {
    throw failure('DRAY-2001', { detail: 'spec.url is missing', object });
  }
  const token = await readToken(host, migCluster, object);
  return {
    url: spec.url.replace(/\/$/, ''),
    token,
    ...(spec.caBundle === undefined
      ? {}
      : { caBundle: Buffer.from(spec.caBundle, 'base64').toString('utf8') }),
    ...(spec.insecure === undefined ? {} : { insecure: spec.insecure }),
  };
}

async function readToken(host: Cluster, migCluster: MigCluster, object: string): Promise<string> {
  const ref = resolveRef(migCluster.spec.serviceAccountSecretRef);
  if (ref === undefined) {
    throw failure('DRAY-2001', { detail: 'spec.serviceAccountSecretRef is missing', object });
  }
  const secret = await host.get({ apiVersion: 'v1', kind: 'Secret', ...ref });
  if (secret === undefined) {
    throw failure('DRAY-2003', {
      detail: `Secret ${ref.namespace}/${ref.name} is missing`,
      object,
    });
  }
  const encoded = (secret['data'] as Record<string, string> | undefined)?.[TOKEN_KEY];
  if (encoded === undefined) {
    const detail = `Secret ${ref.namespace}/${ref.name} has no key ${TOKEN_KEY}`;
    throw failure('DRAY-2003', { detail, object });
  }
  return Buffer.from(encoded, 'base64').toString('utf8').trim();
}
