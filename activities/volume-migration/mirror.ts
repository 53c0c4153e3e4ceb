import type { Cluster } from '../../clients/kube/cluster.ts';
import { isFailure } from '../../domain/failures/failure.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import { MigPlan } from '../../domain/kinds/mig-plan.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { copyName } from '../../domain/run/volume-progress.ts';
import { mirrorObject, mirrorStatus, type ToldRun } from '../../domain/volume-migration/mirror.ts';
import { stamp, writeStatus } from '../write-status.ts';

const KIND = 'DirectVolumeMigration';

/**
 * Shows the copies of a run as a DirectVolumeMigration, as MTC does: for eyes and scripts alone, nobody acts on it. It
 * is made with the first progress of a volume, and goes with the MigMigration.
 */
export async function mirrorCopies(host: Cluster, told: ToldRun): Promise<void> {
  if (told.volumes.length === 0) return;
  const { namespace, migration, uid } = told.run;
  const key = {
    apiVersion: API_VERSION,
    kind: KIND,
    namespace,
    name: copyName({ migration, uid }),
  };
  const found = (await host.get(key)) ?? (await make(host, told));
  // One that a person called so is his.
  if (found?.metadata.ownerReferences?.some((owner) => owner.uid === uid) !== true) return;
  const { conditions, ...status } = mirrorStatus(told);
  await writeStatus(host, { ...key, uid: found.metadata.uid ?? '' }, (earlier) => ({
    ...status,
    conditions: stamp(conditions, earlier),
  }));
}

/** Nothing when the plan or the run is gone, or somebody was quicker: the next status finds what he made. */
async function make(host: Cluster, told: ToldRun): Promise<KubeObject | undefined> {
  const { namespace, plan: name, migration, uid } = told.run;
  const key = { apiVersion: API_VERSION, namespace };
  const [run, found] = await Promise.all([
    host.get({ ...key, kind: 'MigMigration', name: migration }),
    host.get({ ...key, kind: 'MigPlan', name }),
  ]);
  const plan = MigPlan.safeParse(found);
  if (run?.metadata.uid !== uid || !plan.success) return undefined;
  try {
    return await host.create(mirrorObject(told, plan.data));
  } catch (error) {
    if (isFailure(error, 'DRAY-1011')) return undefined;
    throw error;
  }
}
