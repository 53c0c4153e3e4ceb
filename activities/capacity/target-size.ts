import type { Cluster } from '../../clients/kube/cluster.ts';
import { requestedBy, useOf } from '../../domain/capacity/plan-sizes.ts';
import { requestOnTarget } from '../../domain/capacity/resize.ts';
import { isMeasureDue, mergeUses } from '../../domain/capacity/what-to-measure.ts';
import { API_VERSION, parseKind } from '../../domain/kinds/index.ts';
import type { PlanVolume } from '../../domain/kinds/plan-volume.ts';
import type { VolumeUse } from '../../domain/kinds/volume-use.ts';
import type { RunFacts, RunVolume } from '../../domain/run/facts.ts';
import { claimNameOf } from '../../domain/capacity/plan-sizes.ts';
import type { Ports } from '../ports.ts';
import { settingsOf } from '../settings.ts';
import { writeVolumeUses } from '../status.ts';
import { measureClaim } from './measure-claim.ts';
import { orderFor } from './measure-plan.ts';

/**
 * The volume with the capacity that its claim on the target is to have, by the plan as it is now. Measures it first, when
 * its size depends on that and nobody has lately.
 */
export async function sizedForTarget(
  ports: Ports,
  source: Cluster,
  facts: RunFacts,
  volume: RunVolume,
): Promise<RunVolume> {
  const { host } = ports.clusters;
  const key = { apiVersion: API_VERSION, kind: 'MigPlan', namespace: facts.run.namespace };
  const planKey = { ...key, name: facts.run.plan };
  const parsed = parseKind('MigPlan', await host.get(planKey));
  const planned = parsed.ok ? plannedOf(parsed.value.spec.persistentVolumes, volume) : undefined;
  // A plan that was deleted meanwhile wants nothing more than what the run was admitted with.
  if (!parsed.ok || planned === undefined) return volume;
  const { resizing, supplementalGroups } = await settingsOf(host);
  let uses: readonly VolumeUse[] = parsed.value.status?.volumeUse ?? [];
  if (isMeasureDue(planned, { uses, resizing, now: new Date() })) {
    const { planUid, uid: runUid } = facts.run;
    const owner = { planUid, runUid, groups: supplementalGroups.source };
    const use = await measureClaim(source, orderFor(ports, planned, owner));
    await writeVolumeUses(host, planKey, [use]);
    uses = mergeUses(uses, [use]);
  }
  const { namespace, claim: name } = volume;
  const claim = await source.get({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    namespace,
    name,
  });
  const requested = claim === undefined ? undefined : requestedBy(claim);
  const sized = { volume: planned, use: useOf(uses, planned), requested };
  return { ...volume, capacity: requestOnTarget(sized, resizing) };
}

function plannedOf(
  volumes: readonly PlanVolume[] | undefined,
  { namespace, claim }: RunVolume,
): PlanVolume | undefined {
  return volumes?.find(({ pvc }) => pvc?.namespace === namespace && claimNameOf(pvc) === claim);
}
