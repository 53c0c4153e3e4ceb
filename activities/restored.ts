import type { Cluster } from '../clients/kube/cluster.ts';
import { failure } from '../domain/failures/failure.ts';
import { keyOf, type KubeObject } from '../domain/kube-object.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { restoreName } from '../domain/velero/restore.ts';
import { bothClusters, type Ports } from './ports.ts';
import { waitFor } from './wait-for.ts';

const GONE = { limitMs: 5 * 60_000, pollMs: 300 };

/** Velero writes on everything it creates which restore it came from; ours has a name of its own. */
const RESTORE_LABEL = 'velero.io/restore-name';

/** Data that has arrived stays for the next try. */
const KEPT_KINDS = new Set(['PersistentVolumeClaim']);

export function createRestoredActivities(ports: Ports) {
  return {
    /** Deletes from the target what the restore of this run created, and nothing else. */
    async deleteRestored(facts: RunFacts): Promise<void> {
      const { target } = await bothClusters(ports, facts);
      const namespaces = facts.namespaces.map((pair) => pair.target);
      const selector = `${RESTORE_LABEL}=${restoreName(facts.run)}`;
      for (const object of await listRestored(target, namespaces, selector)) {
        const { uid } = object.metadata;
        await target.delete(keyOf(object), uid === undefined ? {} : { uid });
      }
      await waitFor(
        async () => {
          const left = await listRestored(target, namespaces, selector);
          const names = left.map((object) => `${object.kind} ${object.metadata.name}`);
          return left.length === 0
            ? { done: true, value: undefined }
            : { done: false, seen: names.join(', ') };
        },
        GONE,
        (seen) => failure('DRAY-5001', { detail: `${seen} do not go away`, object: target.name }),
      );
    },
  };
}

async function listRestored(
  target: Cluster,
  namespaces: readonly string[],
  labelSelector: string,
): Promise<KubeObject[]> {
  const kinds = (await target.namespacedKinds()).filter(({ kind }) => !KEPT_KINDS.has(kind));
  const lists = await Promise.all(
    kinds.flatMap((kind) =>
      namespaces.map((namespace) => target.list({ ...kind, namespace, labelSelector })),
    ),
  );
  return lists.flat();
}
