import type { Cluster, ListQuery } from '../clients/kube/cluster.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import { atOnce } from './at-once.ts';

/** A kind, and where it may be found: the newest version first. */
export interface KnownKind {
  kind: string;
  apiVersions: readonly string[];
}

/** A kind in the version in which a cluster is asked for it. */
export interface ServedVersion {
  apiVersion: string;
  kind: string;
}

/** Every cluster serves them; the request is saved. */
const EVERYWHERE = new Set(['v1', 'apps/v1']);

/** So many requests bear even small API servers. */
const LISTS_AT_ONCE = 32;

/** Of some kinds those that a cluster serves, each in the newest version that it knows, in the same order. */
export async function servedAmong(
  cluster: Cluster,
  kinds: readonly KnownKind[],
): Promise<ServedVersion[]> {
  const asked = new Set(kinds.flatMap(({ apiVersions }) => apiVersions));
  const served = new Map(
    await Promise.all(
      [...asked]
        .filter((apiVersion) => !EVERYWHERE.has(apiVersion))
        .map(async (apiVersion) => [apiVersion, await cluster.servedKinds(apiVersion)] as const),
    ),
  );
  return kinds.flatMap(({ kind, apiVersions }) => {
    const apiVersion = apiVersions.find(
      (one) => EVERYWHERE.has(one) || served.get(one)?.includes(kind) === true,
    );
    return apiVersion === undefined ? [] : [{ apiVersion, kind }];
  });
}

/** All objects of some kinds in some namespaces, kind by kind. */
export async function listEach(
  cluster: Cluster,
  kinds: readonly ServedVersion[],
  {
    namespaces,
    labelSelector,
  }: { namespaces: readonly string[]; labelSelector?: string | undefined },
): Promise<KubeObject[]> {
  const queries = kinds.flatMap((kind) =>
    namespaces.map((namespace): ListQuery => ({
      ...kind,
      ...{ namespace },
      ...(labelSelector === undefined ? {} : { labelSelector }),
    })),
  );
  return (await atOnce(LISTS_AT_ONCE, queries, (query) => cluster.list(query))).flat();
}
