import type { Cluster } from '../clients/kube/cluster.ts';
import { failure } from '../domain/failures/failure.ts';
import { keyOf, type KubeObject } from '../domain/kube-object.ts';
import { needsVelero } from '../domain/plan/object-transport.ts';
import { RESTORE_LABEL } from '../domain/rollback/restored-by.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { VELERO_API } from '../domain/velero/backup.ts';
import { restoreName } from '../domain/velero/restore.ts';
import { veleroVerdict } from '../domain/velero/verdict.ts';
import { openLedger } from './objects/ledger.ts';
import { takeBackAll } from './objects/take-back.ts';
import { bothClusters, type Ports, VELERO_NAMESPACE } from './ports.ts';
import { waitFor } from './wait-for.ts';

const GONE = { limitMs: 5 * 60_000, pollMs: 300 };

/** Data that has arrived stays for the next try. */
const KEPT_KINDS = new Set(['PersistentVolumeClaim']);

export function createRestoredActivities(ports: Ports) {
  return {
    /** Deletes from the target what this run made or had made, and nothing else. */
    async deleteRestored(facts: RunFacts): Promise<void> {
      const { target } = await bothClusters(ports, facts);
      const usesVelero = needsVelero(facts.objectTransport);
      if (usesVelero) await endRestore(target, facts);
      await takeBackAll(target, await openLedger(ports.clusters.host, facts.run));
      if (!usesVelero) return;
      // What Velero could not mark as ours, it marked all the same as of its Restore.
      const namespaces = facts.namespaces.map((pair) => pair.target);
      const selector = `${RESTORE_LABEL}=${restoreName(facts.run)}`;
      await waitFor(
        async () => {
          const left = await listRestored(target, namespaces, selector);
          await deleteAll(target, left);
          const names = left.map((object) => `${object.kind} ${object.metadata.name}`);
          return left.length === 0
            ? { done: true, value: undefined }
            : { done: false, seen: names.join(', ') };
        },
        { ...GONE, since: 'call' },
        (seen) => failure('DRAY-5001', { detail: `${seen} do not go away`, object: target.name }),
      );
    },
  };
}

/** Velero does not stop a restore whose object is deleted: what it is about to create would arrive afterwards. */
export async function endRestore(target: Cluster, { run }: Pick<RunFacts, 'run'>): Promise<void> {
  const key = { apiVersion: VELERO_API, kind: 'Restore', namespace: VELERO_NAMESPACE };
  const name = restoreName(run);
  await waitFor(
    async () => {
      const found = await target.get({ ...key, name });
      const verdict = found === undefined ? undefined : veleroVerdict(found);
      if (verdict?.state !== 'waiting' && verdict?.state !== 'running') {
        return { done: true, value: undefined };
      }
      // One that Velero has not taken up yet may go at once.
      if (verdict.state === 'waiting') await target.delete({ ...key, name });
      return { done: false, seen: `restore ${name}: ${verdict.progress}` };
    },
    { ...GONE, since: 'call' },
    (seen) => failure('DRAY-4001', { detail: seen, object: target.name }),
  );
}

async function deleteAll(cluster: Cluster, objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects) {
    const { uid, deletionTimestamp } = object.metadata;
    if (deletionTimestamp !== undefined) continue;
    await cluster.delete(keyOf(object), uid === undefined ? {} : { uid });
  }
}

/** What carries the label of a restore; Velero writes it on everything that it creates. */
export async function listRestored(
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
