import type { Cluster } from '../../clients/kube/cluster.ts';
import { isFailure } from '../../domain/failures/failure.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { belongingsOf, type ClusterWide } from '../../domain/objects/belongings.ts';
import { neverMovedBecause } from '../../domain/objects/never-moved.ts';
import {
  byGroupKind,
  groupOf,
  type ServedApi,
  type ServedKind,
} from '../../domain/objects/served.ts';
import {
  commonVersion,
  definitionName,
  eachOnce,
  kindsToRead,
  multiVersioned,
} from '../../domain/objects/versions.ts';
import { isMadeForRun } from '../../domain/run/made-for-run.ts';
import { groupKindOf } from '../../domain/transform/group-kind.ts';
import { atOnce } from '../at-once.ts';

/** All that is to be moved, as it is on the source. */
export interface Gathered {
  /** What the namespaces hold, each object once. Claims too, although their data is moved elsewhere. */
  objects: KubeObject[];
  /**
   * What belongs to them without lying in one of them: definitions of custom kinds, bindings, roles, constraints,
   * priority classes and webhooks. Others may use them as well.
   */
  belongings: KubeObject[];
  /** Kinds that could not be listed, as `kind.group: why`: whether they have objects is not known. */
  unlisted: string[];
}

/** So many requests bear even small API servers. */
const LISTS_AT_ONCE = 32;

const DEFINITION = 'CustomResourceDefinition.apiextensions.k8s.io';

/**
 * Reads everything that moves with some namespaces of the source: every kind that can be listed, in a version
 * that both clusters serve if there is one. What becomes of each is decided by `shipmentOf`.
 */
export async function gatherObjects(
  source: Cluster,
  target: Cluster,
  namespaces: readonly string[],
): Promise<Gathered> {
  const [here, there] = await Promise.all([source.served(), target.served()]);
  const read = reader(source, here, there);
  const wideKinds = read.clusterWide();
  const definitions = await read.definitions(multiVersioned(here));
  const kinds = kindsToRead(here, there, definitions);
  const [lists, wide] = await Promise.all([listAll(source, kinds, namespaces), wideKinds]);
  const objects = eachOnce(lists.objects, there).filter((object) => !isMadeForRun(object));
  const found = new Set(objects.map(groupKindOf));
  const custom = kinds.filter((kind) => found.has(groupKindOf(kind)));
  return {
    objects,
    belongings: [...(await read.definitions(custom)), ...belongingsOf(namespaces, objects, wide)],
    unlisted: [...lists.unlisted, ...silentGroups(here)],
  };
}

function silentGroups({ silent }: ServedApi): string[] {
  return silent
    .filter((apiVersion) => neverMovedBecause(`*.${groupOf(apiVersion)}`) === undefined)
    .map((apiVersion) => `${apiVersion}: the server of this API does not answer`);
}

async function listAll(
  source: Cluster,
  kinds: readonly ServedKind[],
  namespaces: readonly string[],
): Promise<Pick<Gathered, 'objects' | 'unlisted'>> {
  const unlisted = new Set<string>();
  const queries = kinds.flatMap(({ apiVersion, kind }) =>
    namespaces.map((namespace) => ({ apiVersion, kind, namespace })),
  );
  const lists = await atOnce(LISTS_AT_ONCE, queries, async (query) => {
    try {
      return await source.list(query);
    } catch (error) {
      if (isUnlistable(error)) return [];
      if (!isFailure(error, 'DRAY-1006')) throw error;
      unlisted.add(`${groupKindOf(query)}: ${error.detail}`);
      return [];
    }
  });
  return { objects: lists.flat(), unlisted: [...unlisted] };
}

/** Its definition has gone meanwhile, or it cannot be listed whatever discovery says: there is nothing of it. */
function isUnlistable(error: unknown): boolean {
  return isFailure(error, 'DRAY-1007') || isFailure(error, 'DRAY-1010');
}

/** Reads kinds of the whole cluster; those that the source does not serve have no objects. */
function reader(source: Cluster, here: ServedApi, there: ServedApi) {
  const known = { here: byGroupKind(here), there: byGroupKind(there) };
  const versionOf = (name: string) =>
    commonVersion(known.here.get(name) ?? [], known.there.get(name) ?? []);

  async function list(name: string): Promise<KubeObject[]> {
    const served = versionOf(name);
    if (served === undefined) return [];
    return source.list({ apiVersion: served.apiVersion, kind: served.kind });
  }

  return {
    async clusterWide(): Promise<ClusterWide> {
      const [clusterRoleBindings, clusterRoles, constraints, priorityClasses, ...webhooks] =
        await Promise.all([
          list('ClusterRoleBinding.rbac.authorization.k8s.io'),
          list('ClusterRole.rbac.authorization.k8s.io'),
          list('SecurityContextConstraints.security.openshift.io'),
          list('PriorityClass.scheduling.k8s.io'),
          list('MutatingWebhookConfiguration.admissionregistration.k8s.io'),
          list('ValidatingWebhookConfiguration.admissionregistration.k8s.io'),
        ]);
      return {
        ...{ clusterRoleBindings, clusterRoles, constraints, priorityClasses },
        webhooks: webhooks.flat(),
      };
    },

    /** The definitions of those kinds that are made by one. */
    async definitions(kinds: readonly ServedKind[]): Promise<KubeObject[]> {
      const served = versionOf(DEFINITION);
      if (served === undefined) return [];
      const { apiVersion, kind } = served;
      // A group without a dot is the API server's own.
      const candidates = kinds.filter((one) => groupOf(one.apiVersion).includes('.'));
      const found = await atOnce(LISTS_AT_ONCE, candidates, (one) =>
        source.get({ apiVersion, kind, name: definitionName(one) }),
      );
      return found.filter((definition) => definition !== undefined);
    },
  };
}
