import type { Cluster } from '../clients/kube/cluster.ts';
import { API_VERSION } from '../domain/kinds/group.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import type { RunIdentity } from '../domain/run/identity.ts';
import { runLabels, runSelector } from '../domain/run/identity.ts';
import type { VolumeProgress } from '../domain/run/progress.ts';
import type { RunVolume } from '../domain/run/facts.ts';
import { progressName, progressStatus } from '../domain/run/volume-progress.ts';

const KIND = 'DirectVolumeMigrationProgress';

/** What is known of the volumes of a run. */
export async function readProgress(
  host: Cluster,
  run: { namespace: string; uid: string },
): Promise<VolumeProgress[]> {
  const { namespace } = run;
  const labelSelector = runSelector(run);
  const found = await host.list({ apiVersion: API_VERSION, kind: KIND, namespace, labelSelector });
  return found.flatMap((object) => {
    const status = object['status'] as { drayage?: VolumeProgress } | undefined;
    return status?.drayage ?? [];
  });
}

/** Says where one volume stands; creates its object when it is not there yet. */
export async function writeProgress(
  host: Cluster,
  run: RunIdentity,
  volume: RunVolume,
  progress: VolumeProgress,
): Promise<void> {
  const object: KubeObject = {
    apiVersion: API_VERSION,
    kind: KIND,
    metadata: { name: progressName(run, volume), namespace: run.namespace },
  };
  const exists = await host.get({ ...object, ...object.metadata });
  if (exists === undefined) {
    await host.apply({
      ...object,
      metadata: { ...object.metadata, labels: runLabels(run), ownerReferences: [ownerOf(run)] },
      spec: { podNamespace: volume.namespace, podSelector: runLabels(run) },
    });
  }
  await host.apply({ ...object, status: progressStatus(progress) }, { subresource: 'status' });
}

/** They go with the MigMigration they tell about. */
function ownerOf(run: RunIdentity) {
  return { apiVersion: API_VERSION, kind: 'MigMigration', name: run.migration, uid: run.uid };
}
