import type { Cluster } from '../clients/kube/cluster.ts';
import { sizePlan } from '../domain/capacity/plan-sizes.ts';
import { canBeMeasured, newestUses } from '../domain/capacity/what-to-measure.ts';
import { isFailure } from '../domain/failures/failure.ts';
import { API_VERSION, type ObjectRef, resolveRef } from '../domain/kinds/index.ts';
import type { MigPlan } from '../domain/kinds/mig-plan.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import { DEFAULT_SETTINGS, type Settings } from '../domain/settings/settings.ts';
import type { VolumeUse } from '../domain/kinds/volume-use.ts';
import { choiceOf } from '../domain/objects/choice.ts';
import { discoverVolumes } from '../domain/plan/discover-volumes.ts';
import type { PlanFacts, ReferredObject } from '../domain/plan/facts.ts';
import { namespacesOf } from '../domain/plan/namespaces.ts';
import { needsVelero } from '../domain/plan/object-transport.ts';
import { validatePlan } from '../domain/plan/validate.ts';
import { gatherClusterFacts } from './cluster-facts.ts';
import type { Finding } from './check-finding.ts';
import { gatherHookFacts, type Sides } from './hooks/plan-hooks.ts';
import { expectOutage } from './experience.ts';
import type { Ports } from './ports.ts';
import { type Readiness, saysReady } from './ready-now.ts';
import { settingsOf } from './settings.ts';

/** Looks at all that a plan refers to, fills in its volumes, and judges it. */
export async function checkPlan(
  ports: Ports,
  plan: MigPlan,
  isReady: Readiness = saysReady,
): Promise<Finding> {
  const facts = await gatherPlanFacts(ports, plan, isReady);
  const known = plan.spec.persistentVolumes ?? [];
  const { settings, problems } = await readSettings(ports.clusters.host);
  const { resizing } = settings;
  const earlier = plan.status?.volumeUse ?? [];
  const found =
    facts.clusters === undefined
      ? known
      : discoverVolumes(facts.clusters, known, plan.metadata.uid);
  const claims = facts.clusters?.claims ?? [];
  const { volumes, uses } =
    facts.clusters === undefined
      ? { volumes: found, uses: earlier }
      : sizePlan({ volumes: found, uses: earlier, claims, resizing });
  if (JSON.stringify(volumes) !== JSON.stringify(known)) {
    const { name, namespace } = plan.metadata;
    await ports.clusters.host.patch(
      { apiVersion: API_VERSION, kind: 'MigPlan', name, namespace },
      { spec: { persistentVolumes: volumes } },
    );
  }
  const prediction = await expectOutage(ports.clusters.host, {
    ...plan,
    spec: { ...plan.spec, persistentVolumes: volumes },
  });
  return {
    conditions: validatePlan({
      ...{ facts, volumes, uses, settings, problems },
      closed: plan.spec.closed === true,
    }),
    measurable: facts.clusters !== undefined && volumes.some(canBeMeasured),
    status: (before) => ({
      ...withUses(before, uses),
      srcStorageClasses: facts.clusters?.sourceClasses ?? [],
      destStorageClasses: facts.clusters?.targetClasses ?? [],
      drayage: prediction === undefined ? {} : { prediction },
    }),
  };
}

/** Settings that cannot be meant keep every plan from running: a run would fail at them. */
async function readSettings(host: Cluster): Promise<{
  settings: Settings;
  problems: ConditionDraft[];
}> {
  try {
    return { settings: await settingsOf(host), problems: [] };
  } catch (error) {
    if (!isFailure(error, 'DRAY-2022')) throw error;
    const { message } = error;
    const type = 'InvalidSettings';
    const problem = { type, status: 'True', category: 'Critical', reason: 'NotValid', message };
    return { settings: DEFAULT_SETTINGS, problems: [problem as ConditionDraft] };
  }
}

/** What was measured since the plan was read is not lost, what is of claims that are gone is. */
function withUses(
  before: Record<string, unknown>,
  uses: readonly VolumeUse[],
): { volumeUse?: VolumeUse[] } {
  const { volumeUse } = before as { volumeUse?: VolumeUse[] };
  return volumeUse === undefined ? {} : { volumeUse: newestUses(volumeUse, uses) };
}

async function gatherPlanFacts(
  { clusters }: Ports,
  plan: MigPlan,
  isReady: Readiness,
): Promise<PlanFacts> {
  const { host } = clusters;
  const { spec } = plan;
  const needsStorage = needsVelero(spec.objectTransport);
  const [sourceCluster, targetCluster, storage] = await Promise.all([
    referred(host, { kind: 'MigCluster', ref: spec.srcMigClusterRef }, isReady),
    referred(host, { kind: 'MigCluster', ref: spec.destMigClusterRef }, isReady),
    needsStorage
      ? referred(host, { kind: 'MigStorage', ref: spec.migStorageRef }, isReady)
      : undefined,
  ]);
  const namespaces = namespacesOf(spec.namespaces ?? []);
  const sides = await sidesOf(clusters, sourceCluster, targetCluster);
  const facts: PlanFacts = {
    namespaces,
    needsStorage,
    hooks: await gatherHookFacts(host, plan, sides),
    ...(sourceCluster === undefined ? {} : { sourceCluster }),
    ...(targetCluster === undefined ? {} : { targetCluster }),
    ...(storage === undefined ? {} : { storage }),
  };
  if (sides === undefined) return facts;
  const { source, target } = sides;
  const choice = choiceOf(spec);
  const asked = { namespaces, ...(choice === undefined ? {} : { choice }) };
  return { ...facts, clusters: await gatherClusterFacts(source, target, asked) };
}

/** Both clusters, when both are known to answer. */
async function sidesOf(
  clusters: Ports['clusters'],
  source: ReferredObject | undefined,
  target: ReferredObject | undefined,
): Promise<Sides | undefined> {
  if (source?.ready !== true || target?.ready !== true) return undefined;
  const [here, there] = await Promise.all([
    clusters.named(source.name, source.namespace),
    clusters.named(target.name, target.namespace),
  ]);
  return { source: here, target: there };
}

async function referred(
  host: Cluster,
  { kind, ref }: { kind: 'MigCluster' | 'MigStorage'; ref: ObjectRef | undefined },
  isReady: Readiness,
): Promise<ReferredObject | undefined> {
  const key = resolveRef(ref);
  if (key === undefined) return undefined;
  const found = await host.get({ apiVersion: API_VERSION, kind, ...key });
  return found === undefined ? undefined : { ...key, ready: await isReady(kind, found) };
}
