import type { Cluster } from '../clients/kube/cluster.ts';
import { API_VERSION } from '../domain/kinds/group.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import type { RunFacts, RunVolume } from '../domain/run/facts.ts';
import type { RunIdentity } from '../domain/run/identity.ts';
import { runLabels, runSelector } from '../domain/run/identity.ts';
import type { VolumeProgress } from '../domain/run/progress.ts';
import {
  advance,
  formerProgressName,
  progressName,
  progressSpec,
  progressStatus,
  senderPodOf,
} from '../domain/run/volume-progress.ts';

const KIND = 'DirectVolumeMigrationProgress';

type ProgressOf = Pick<RunIdentity, 'namespace' | 'uid' | 'kind'>;

/** What is known of the volumes of a run. */
export async function readProgress(host: Cluster, run: ProgressOf): Promise<VolumeProgress[]> {
  return (await listProgress(host, run)).flatMap((object) => toldOf(object)?.drayage ?? []);
}

/** Says where one volume stands; creates its object when it is not there yet. */
export async function writeProgress(
  host: Cluster,
  of: Pick<RunFacts, 'run' | 'source'>,
  volume: RunVolume,
  progress: VolumeProgress,
): Promise<void> {
  const { run } = of;
  const found = await findProgress(host, run, volume);
  const name = found?.metadata.name ?? progressName(run, volume);
  const object: KubeObject = {
    ...{ apiVersion: API_VERSION, kind: KIND, metadata: { name, namespace: run.namespace } },
  };
  if (found === undefined) {
    await host.apply({
      ...object,
      metadata: { ...object.metadata, labels: runLabels(run), ownerReferences: [ownerOf(run)] },
      spec: progressSpec(of, volume),
    });
  }
  const earlier = found === undefined ? undefined : toldOf(found);
  const told = advance(earlier?.drayage, progress);
  const status = progressStatus(told, { pod: senderPodOf(run, volume), earlier });
  await host.apply({ ...object, status }, { subresource: 'status' });
}

/** Takes away what is known of the volumes of a run. */
export async function deleteProgress(host: Cluster, run: ProgressOf): Promise<void> {
  for (const { metadata } of await listProgress(host, run)) {
    const { name, namespace = run.namespace } = metadata;
    await host.delete({ apiVersion: API_VERSION, kind: KIND, namespace, name });
  }
}

function listProgress(host: Cluster, run: ProgressOf): Promise<KubeObject[]> {
  const labelSelector = runSelector(run);
  const { namespace } = run;
  return host.list({ apiVersion: API_VERSION, kind: KIND, namespace, labelSelector });
}

async function findProgress(
  host: Cluster,
  run: RunIdentity,
  volume: RunVolume,
): Promise<KubeObject | undefined> {
  const key = { apiVersion: API_VERSION, kind: KIND, namespace: run.namespace };
  const found = await host.get({ ...key, name: progressName(run, volume) });
  return found ?? host.get({ ...key, name: formerProgressName(run, volume) });
}

function toldOf(
  object: KubeObject,
): (Record<string, unknown> & { drayage?: VolumeProgress }) | undefined {
  return object['status'] as Record<string, unknown> | undefined;
}

/** They go with the object they tell about. */
function ownerOf({ kind, migration: name, uid }: RunIdentity) {
  return { apiVersion: API_VERSION, kind: kind ?? 'MigMigration', name, uid };
}
