import { API_VERSION } from '../../../domain/kinds/group.ts';
import type { Scene } from '../harness/scene.ts';
import { tracesOf } from '../harness/snapshot.ts';

/** All that runs of a plan left on both clusters, but for the accounts of their volumes, which go with the runs. */
export async function leftovers(scene: Scene, plan: string): Promise<string[]> {
  const key = { apiVersion: API_VERSION, kind: 'MigPlan', name: plan, namespace: scene.name };
  const uid = (await scene.target.get(key))?.metadata.uid;
  if (uid === undefined) throw new Error(`there is no plan ${plan}`);
  const found = await Promise.all(
    [scene.source, scene.target].map(async (cluster) => {
      const traces = await tracesOf(cluster, uid);
      return traces.map((trace) => `${cluster.name}: ${trace}`);
    }),
  );
  return found.flat().filter((trace) => !trace.includes(': DirectVolumeMigrationProgress '));
}
