import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure } from '../../domain/failures/failure.ts';
import { describeObject, keyOf, type KubeObject } from '../../domain/kube-object.ts';
import { livesThere } from '../../domain/rollback/namespace-content.ts';
import { isSealed } from '../../domain/rollback/seal.ts';
import type { RunIdentity } from '../../domain/run/identity.ts';
import { type Look, waitFor } from '../wait-for.ts';
import { listKnown } from './made.ts';

/** What is being deleted by others may still be seen for a moment. */
const EMPTY = { limitMs: 10_000, pollMs: 200, since: 'call' } as const;
const GONE = { limitMs: 3 * 60_000, pollMs: 200, since: 'call' } as const;

/**
 * Deletes the namespaces that a run of the plan made, unless something of somebody else's lives in them.
 * @returns what lives in those that stay, as sentences
 */
export async function removeEmptyNamespaces(
  target: Cluster,
  names: readonly string[],
  { planUid }: RunIdentity,
): Promise<string[]> {
  const inhabited = await Promise.all(
    names.map(async (name) => {
      const key = { apiVersion: 'v1', kind: 'Namespace', name };
      const namespace = await target.get(key);
      if (namespace === undefined || !isSealed(namespace, planUid)) return [];
      const inhabitants = await inhabitantsOf(target, name);
      if (inhabitants.length > 0) return [`Namespace ${name} (${inhabitants.join(', ')})`];
      await remove(target, namespace);
      return [];
    }),
  );
  return inhabited.flat();
}

/** A few of them are enough to know. */
const SHOWN = 3;

/** What somebody else has in a namespace, a few by name; waits a moment for what is about to go. */
export async function inhabitantsOf(target: Cluster, namespace: string): Promise<string[]> {
  const kinds = await target.namespacedKinds();
  const deadline = Date.now() + EMPTY.limitMs;
  return waitFor(
    async (): Promise<Look<string[]>> => {
      const lists = await Promise.all(
        kinds.map((kind) => listKnown(target, { ...kind, namespace })),
      );
      const objects = lists
        .flatMap((list, index) => list.map((object) => ({ ...object, ...kinds[index] })))
        .filter(livesThere);
      const names = objects.slice(0, SHOWN).map((object) => describeObject(keyOf(object)));
      const isGoing = objects.some(isGone);
      if (!isGoing || Date.now() >= deadline) return { done: true, value: names };
      return { done: false, seen: names.join(', ') };
    },
    EMPTY,
    (seen) => failure('DRAY-5006', { detail: seen, object: target.name }),
  );
}

/** What its owner leaves behind, or what is being deleted, goes by itself. */
function isGone({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined || (metadata.ownerReferences ?? []).length > 0;
}

async function remove(target: Cluster, namespace: KubeObject): Promise<void> {
  const { uid } = namespace.metadata;
  const key = keyOf(namespace);
  if (namespace.metadata.deletionTimestamp === undefined) {
    await target.delete(key, uid === undefined ? {} : { uid });
  }
  await waitFor(
    async () => {
      const left = await target.get(key);
      return left?.metadata.uid !== uid
        ? { done: true, value: undefined }
        : { done: false, seen: `${describeObject(key)} is being deleted` };
    },
    GONE,
    (seen) => failure('DRAY-5006', { detail: seen, object: target.name }),
  );
}
