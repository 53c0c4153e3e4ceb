import type { Cluster } from '../clients/kube/cluster.ts';
import { repositoryOf } from '../domain/checks/storage.ts';
import { failure, isFailure } from '../domain/failures/failure.ts';
import { API_VERSION, parseKind } from '../domain/kinds/index.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { VELERO_API } from '../domain/velero/backup.ts';
import { buildCredentials, buildLocation } from '../domain/velero/location.ts';
import { locationVerdict } from '../domain/velero/verdict.ts';
import { bothClusters, type Ports, VELERO_NAMESPACE } from './ports.ts';
import { readKeys } from './repository.ts';
import { type Look, waitFor } from './wait-for.ts';

const VELERO_UP = { limitMs: 5 * 60_000, pollMs: 500 };
const LOCATION_AVAILABLE = { limitMs: 5 * 60_000, pollMs: 300 };

/** Velero on both clusters, and its way to the replication repository. */
export function createLocationActivities(ports: Ports) {
  return {
    /** Waits until Velero serves its kinds and its server runs, on both clusters. */
    async awaitVelero(facts: RunFacts): Promise<void> {
      const { source, target } = await bothClusters(ports, facts);
      await waitFor(
        async () => {
          const seen = [...(await veleroMisses(source)), ...(await veleroMisses(target))];
          return seen.length === 0
            ? { done: true, value: undefined }
            : { done: false, seen: seen.join('; ') };
        },
        VELERO_UP,
        (seen) => failure('DRAY-4004', { detail: seen, hint: 'Install Velero, or repair it.' }),
      );
    },

    /** Gives both Veleros the same location, made of the MigStorage, and waits until they can use it. */
    async ensureBackupLocations(facts: RunFacts): Promise<void> {
      const { host } = ports.clusters;
      const storage = await readStorage(ports, facts);
      const repository = repositoryOf(storage);
      const keys = await readKeys(host, storage);
      const { source, target } = await bothClusters(ports, facts);
      for (const cluster of new Set([source, target])) {
        await cluster.apply(buildCredentials(repository.name, VELERO_NAMESPACE, keys));
        await cluster.apply(buildLocation(repository, VELERO_NAMESPACE));
      }
      await waitFor(
        async () => bothAvailable([source, target], repository.name),
        LOCATION_AVAILABLE,
        (seen) => failure('DRAY-4004', { detail: seen }),
      );
    },
  };
}

/** What stands between one Velero and the repository, in its own eyes or in ours; it looks only now and then. */
export async function repositoryObstacle(
  ports: Ports,
  facts: RunFacts,
  cluster: Cluster,
): Promise<string | undefined> {
  const storage = await readStorage(ports, facts);
  const location = await bothAvailable([cluster], storage.metadata.name);
  if (!location.done) return location.seen;
  try {
    const keys = await readKeys(ports.clusters.host, storage);
    await ports.probeRepository(repositoryOf(storage), keys);
    return undefined;
  } catch (error) {
    if (isFailure(error) && error.kind === 'transient') return error.message;
    throw error;
  }
}

export async function readStorage(ports: Ports, { storage }: RunFacts) {
  const key = { apiVersion: API_VERSION, kind: 'MigStorage', ...storage };
  const found = await ports.clusters.host.get(key);
  const parsed = parseKind('MigStorage', found);
  if (parsed.ok) return parsed.value;
  const detail = parsed.issues.map((issue) => issue.message).join(' ');
  throw failure('DRAY-2003', { detail, object: `MigStorage ${storage.namespace}/${storage.name}` });
}

async function veleroMisses(cluster: Cluster): Promise<string[]> {
  const kinds = await cluster.servedKinds(VELERO_API);
  const missing = ['Backup', 'Restore', 'BackupStorageLocation'].filter(
    (kind) => !kinds.includes(kind),
  );
  if (missing.length > 0) return [`${cluster.name} serves no ${missing.join(', ')}`];
  const pods = await cluster.list({
    apiVersion: 'v1',
    kind: 'Pod',
    namespace: VELERO_NAMESPACE,
    labelSelector: 'deploy=velero',
    fieldSelector: 'status.phase=Running',
  });
  return pods.length > 0 ? [] : [`${cluster.name} runs no velero pod in ${VELERO_NAMESPACE}`];
}

async function bothAvailable(clusters: readonly Cluster[], name: string): Promise<Look<undefined>> {
  for (const cluster of clusters) {
    const found = await cluster.get({
      apiVersion: VELERO_API,
      kind: 'BackupStorageLocation',
      namespace: VELERO_NAMESPACE,
      name,
    });
    const verdict = found === undefined ? { state: 'unknown' as const } : locationVerdict(found);
    if (verdict.state === 'available') continue;
    const why = verdict.state === 'unavailable' ? verdict.detail : 'not validated yet';
    return { done: false, seen: `${cluster.name}: BackupStorageLocation ${name}: ${why}` };
  }
  return { done: true, value: undefined };
}
