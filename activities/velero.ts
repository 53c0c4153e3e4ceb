import type { Cluster } from '../clients/kube/cluster.ts';
import { failure, isFailure } from '../domain/failures/failure.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import { describeObject, keyOf, type KubeObject, type ObjectKey } from '../domain/kube-object.ts';
import { namespaceMapping } from '../domain/plan/namespaces.ts';
import { stoppedWorkloads } from '../domain/quiesce/stopped.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { backupName, buildBackup, replicatedBackup, VELERO_API } from '../domain/velero/backup.ts';
import { buildModifiers, buildRestore, restoreName } from '../domain/velero/restore.ts';
import { mayBeDeleted, veleroVerdict } from '../domain/velero/verdict.ts';
import { bothClusters, type Ports, VELERO_NAMESPACE } from './ports.ts';
import { listWorkloads } from './workloads.ts';
import { repositoryObstacle } from './velero-location.ts';
import { fulfil } from './velero-order.ts';
import { explainPartial } from './velero-results.ts';
import { waitFor } from './wait-for.ts';

const VELERO_GONE = { limitMs: 3 * 60_000, pollMs: 300 };

/** The application's objects, by Velero: out of the source. */
export function createBackupActivities(ports: Ports) {
  return {
    async createBackup(facts: RunFacts): Promise<void> {
      const { source } = await bothClusters(ports, facts);
      await placeBackup(source, facts);
    },

    /** Waits for the backup; what it could not take is a warning, as in MTC. */
    async awaitBackup(facts: RunFacts): Promise<ConditionDraft[]> {
      const { source, target } = await bothClusters(ports, facts);
      const partial = await fulfil({
        ...{ cluster: source, key: backupKey(facts), code: 'DRAY-4002' },
        place: () => placeBackup(source, facts),
        withdraw: async () => {
          const backup = await source.get(backupKey(facts));
          if (backup !== undefined) await orderDeletion(source, backup);
        },
        obstacle: () => repositoryObstacle(ports, facts, source),
      });
      // At once, and not in the outage.
      await replicate({ source, target }, facts);
      if (partial === undefined) return [];
      const name = backupName(facts.run);
      const why = await explainPartial(ports, facts, { kind: 'Backup', name, counted: partial });
      return [
        {
          type: 'VeleroInitialBackupPartiallyFailed',
          status: 'True',
          category: 'Warn',
          message: `Backup ${VELERO_NAMESPACE}/${name}: ${why}`,
          durable: true,
        },
      ];
    },

    /** Shows the backup to the target; Velero's own sync takes up to a minute for it. */
    async replicateBackup(facts: RunFacts): Promise<void> {
      await replicate(await bothClusters(ports, facts), facts);
    },
  };
}

/** The application's objects, by Velero: into the target, and out of it again. */
export function createRestoreActivities(ports: Ports) {
  return {
    /** Orders the restore; workloads that run on the source arrive standing still. */
    async createRestore(facts: RunFacts): Promise<void> {
      await placeRestore(await bothClusters(ports, facts), facts);
    },

    /** Waits for the restore; anything that did not arrive whole is a failure, before anything is started. */
    async awaitRestore(facts: RunFacts): Promise<void> {
      const ends = await bothClusters(ports, facts);
      const { target } = ends;
      const partial = await fulfil({
        ...{ cluster: target, key: restoreKey(facts), code: 'DRAY-4003' },
        place: async () => {
          await replicate(ends, facts);
          await placeRestore(ends, facts);
        },
        withdraw: () => target.delete(restoreKey(facts)),
        obstacle: () => repositoryObstacle(ports, facts, target),
      });
      if (partial !== undefined) {
        const name = restoreName(facts.run);
        const told = { kind: 'Restore', name, counted: partial } as const;
        const detail = await explainPartial(ports, facts, told);
        throw failure('DRAY-4003', { detail, object: `${target.name}: Restore ${name}` });
      }
      await target.delete(modifiersKey(facts));
    },

    /** Takes back what the run asked of Velero: the backup with its files in the bucket, and the restore. */
    async deleteVeleroObjects(facts: RunFacts): Promise<void> {
      const { source, target } = await bothClusters(ports, facts);
      await target.delete(restoreKey(facts));
      await target.delete(modifiersKey(facts));
      await waitFor(
        async () => {
          const [backup, restore] = await Promise.all([
            source.get(backupKey(facts)),
            target.get(restoreKey(facts)),
          ]);
          if (backup === undefined && restore === undefined) {
            return { done: true, value: undefined };
          }
          if (backup !== undefined && mayBeDeleted(veleroVerdict(backup))) {
            await orderDeletion(source, backup);
          }
          const left = [backup, restore].flatMap((one) =>
            one === undefined ? [] : describeObject(keyOf(one)),
          );
          return { done: false, seen: `${left.join(' and ')} is being deleted` };
        },
        { ...VELERO_GONE, since: 'call' },
        (seen) => failure('DRAY-4001', { detail: seen, object: backupName(facts.run) }),
      );
      // Last: without it the target's Velero does not find the files of the restore.
      if (source.url !== target.url) await target.delete(backupKey(facts));
    },
  };
}

interface Ends {
  source: Cluster;
  target: Cluster;
}

async function replicate({ source, target }: Ends, facts: RunFacts): Promise<void> {
  if (source.url === target.url) return;
  const there = await target.get(backupKey(facts));
  if (there !== undefined && veleroVerdict(there).state !== 'failed') return;
  // Velero's sync may have brought an order that failed, before it was withdrawn.
  if (there !== undefined) await target.delete(backupKey(facts));
  const backup = await source.get(backupKey(facts));
  if (backup === undefined) {
    throw failure('DRAY-4002', { detail: 'it was deleted', object: backupName(facts.run) });
  }
  await createOnce(target, replicatedBackup(backup, facts.storage.name));
}

async function placeBackup(source: Cluster, { run, namespaces, storage }: RunFacts): Promise<void> {
  const backup = buildBackup({
    run,
    namespace: VELERO_NAMESPACE,
    namespaces: namespaces.map((pair) => pair.source),
    location: storage.name,
  });
  await createOnce(source, backup);
}

/** What runs on the source, or did until it was quiesced, arrives standing still. */
async function placeRestore(
  { source, target }: Ends,
  { run, namespaces }: RunFacts,
): Promise<void> {
  const workloads = await listWorkloads(
    source,
    namespaces.map((pair) => pair.source),
  );
  const request = {
    run,
    namespace: VELERO_NAMESPACE,
    namespaceMapping: namespaceMapping(namespaces),
    stopped: stoppedWorkloads(workloads, run.uid),
  };
  await target.apply(buildModifiers(request));
  await createOnce(target, buildRestore(request));
}

/** A request that Velero has answered without deleting makes room for a new one. */
async function orderDeletion(cluster: Cluster, backup: KubeObject): Promise<void> {
  const request = deleteRequest(backup);
  const found = await cluster.get(keyOf(request));
  const { phase } = (found?.['status'] ?? {}) as { phase?: string };
  if (phase === 'Processed') await cluster.delete(keyOf(request));
  await createOnce(cluster, request);
}

function backupKey({ run }: RunFacts): ObjectKey {
  const name = backupName(run);
  return { apiVersion: VELERO_API, kind: 'Backup', namespace: VELERO_NAMESPACE, name };
}

function restoreKey({ run }: RunFacts): ObjectKey {
  const name = restoreName(run);
  return { apiVersion: VELERO_API, kind: 'Restore', namespace: VELERO_NAMESPACE, name };
}

/** Velero reads it while it restores, and never again. */
function modifiersKey({ run }: RunFacts): ObjectKey {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: VELERO_NAMESPACE,
    name: restoreName(run),
  };
}

/** Deleting the Backup object alone leaves its files in the bucket, and the next sync brings it back. */
function deleteRequest(backup: KubeObject): KubeObject {
  const { name, namespace, uid } = backup.metadata;
  return {
    apiVersion: VELERO_API,
    kind: 'DeleteBackupRequest',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { 'velero.io/backup-name': name, 'velero.io/backup-uid': uid ?? '' },
    },
    spec: { backupName: name },
  };
}

/** Names are the same at every try, so an object that is there already is the one of an earlier try. */
async function createOnce(cluster: Cluster, object: KubeObject): Promise<void> {
  try {
    await cluster.create(object);
  } catch (error) {
    if (!isFailure(error, 'DRAY-1011')) throw error;
  }
}
