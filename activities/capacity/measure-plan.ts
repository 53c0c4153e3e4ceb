import { activityInfo } from '@temporalio/activity';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { measureSelector } from '../../domain/capacity/measure-pod.ts';
import { claimNameOf } from '../../domain/capacity/plan-sizes.ts';
import { canBeMeasured } from '../../domain/capacity/what-to-measure.ts';
import { API_VERSION, parseKind, resolveRef } from '../../domain/kinds/index.ts';
import type { MigPlan } from '../../domain/kinds/mig-plan.ts';
import type { PlanVolume } from '../../domain/kinds/plan-volume.ts';
import { keyOf, type ObjectKey } from '../../domain/kube-object.ts';
import { atOnce } from '../at-once.ts';
import type { Ports } from '../ports.ts';
import { settingsOf } from '../settings.ts';
import { writeVolumeUses } from '../status.ts';
import { measureClaim, type ClaimMeasure } from './measure-claim.ts';

/** Each reads a disk that applications work on. */
const MEASURED_AT_ONCE = 4;

/** What volumes hold, looked at when somebody asks. */
export function createMeasureActivities(ports: Ports) {
  const { host } = ports.clusters;
  return {
    /** Measures the volumes of a plan whose `spec.refresh` is true, and sets that to false. */
    async measurePlan({ namespace, name }: { namespace: string; name: string }): Promise<void> {
      const key = { apiVersion: API_VERSION, kind: 'MigPlan', namespace, name };
      const parsed = parseKind('MigPlan', await host.get(key));
      if (!parsed.ok) return;
      await measureVolumes(ports, key, parsed.value);
      await host.patch(key, { spec: { refresh: false } });
    },
  };
}

async function measureVolumes(ports: Ports, key: ObjectKey, plan: MigPlan): Promise<void> {
  const ref = resolveRef(plan.spec.srcMigClusterRef);
  if (ref === undefined) return;
  const source = await ports.clusters.named(ref.name, ref.namespace);
  const { uid } = plan.metadata;
  const volumes = (plan.spec.persistentVolumes ?? []).filter(canBeMeasured);
  const { supplementalGroups } = await settingsOf(ports.clusters.host);
  const owner = { planUid: uid, groups: supplementalGroups.source };
  const orders = volumes.map((volume) => orderFor(ports, volume, owner));
  await removeEarlier(source, uid, orders);
  await atOnce(MEASURED_AT_ONCE, orders, async (order) => {
    // One after another, so that people see the first before the last has ended.
    await writeVolumeUses(ports.clusters.host, key, [await measureClaim(source, order)]);
  });
}

/** @param owner the plan, the run when there is one, and the groups of their pods */
export function orderFor(
  { moverImage: image }: Pick<Ports, 'moverImage'>,
  { name: volume = '', pvc }: PlanVolume,
  owner: { planUid: string; runUid?: string; groups: readonly number[] },
): ClaimMeasure {
  const { activityId, workflowExecution } = activityInfo();
  return {
    ...{ namespace: pvc?.namespace ?? '', claim: claimNameOf(pvc), volume, image, ...owner },
    accessModes: pvc?.accessModes ?? [],
    // Another try finds the pod of the one before; a later measurement makes its own.
    id: `${workflowExecution?.runId ?? ''}/${activityId}`,
  };
}

/** Pods of measurements whose workers were lost for good. */
async function removeEarlier(
  source: Cluster,
  planUid: string,
  orders: readonly ClaimMeasure[],
): Promise<void> {
  const namespaces = [...new Set(orders.map(({ namespace }) => namespace))];
  const labelSelector = measureSelector(planUid);
  for (const namespace of namespaces) {
    const query = { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector };
    const ended = (await source.list(query)).filter(({ metadata }) => isOld(metadata));
    for (const pod of ended) await source.delete(keyOf(pod), { gracePeriodSeconds: 0 });
  }
}

/** A pod of this measurement, that an earlier try made, is younger. */
function isOld({ creationTimestamp }: { creationTimestamp?: string }): boolean {
  if (creationTimestamp === undefined) return false;
  return Date.parse(creationTimestamp) < activityInfo().scheduledTimestampMs - 60_000;
}
