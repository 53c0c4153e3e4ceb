import type { Cluster } from '../clients/kube/cluster.ts';
import { API_VERSION, type ObjectRef, resolveRef } from '../domain/kinds/index.ts';
import type { MigPlan } from '../domain/kinds/mig-plan.ts';
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

/** Looks at all that a plan refers to, fills in its volumes, and judges it. */
export async function checkPlan(
  ports: Ports,
  plan: MigPlan,
  isReady: Readiness = saysReady,
): Promise<Finding> {
  const facts = await gatherPlanFacts(ports, plan, isReady);
  const known = plan.spec.persistentVolumes ?? [];
  const volumes =
    facts.clusters === undefined
      ? known
      : discoverVolumes(facts.clusters, known, plan.metadata.uid);
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
    conditions: validatePlan({ facts, volumes, closed: plan.spec.closed === true }),
    status: {
      srcStorageClasses: facts.clusters?.sourceClasses ?? [],
      destStorageClasses: facts.clusters?.targetClasses ?? [],
      drayage: prediction === undefined ? {} : { prediction },
    },
  };
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
