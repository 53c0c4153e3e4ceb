import { failure } from '../domain/failures/failure.ts';
import { describePods } from '../domain/quiesce/readiness.ts';
import { unstoppablePods } from '../domain/quiesce/pods.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { isOurs } from '../domain/volumes/target-claim.ts';
import { checkPlan } from './check-plan.ts';
import { listIn } from './cluster-facts.ts';
import { bothClusters, type Ports } from './ports.ts';
import { API_VERSION, parseKind } from '../domain/kinds/index.ts';

/** Everything that can be known to go wrong, before anything is touched. */
export function createPreflightActivities(ports: Ports) {
  return {
    async checkRun(facts: RunFacts): Promise<void> {
      await checkPlanAgain(ports, facts);
      await checkSourcePods(ports, facts);
      await checkTargetClaims(ports, facts);
    },
  };
}

/** The plan was checked when it was made; clusters may have changed since. */
async function checkPlanAgain(ports: Ports, { run }: RunFacts): Promise<void> {
  const key = { apiVersion: API_VERSION, kind: 'MigPlan', namespace: run.namespace };
  const object = `MigPlan ${run.namespace}/${run.plan}`;
  const parsed = parseKind('MigPlan', await ports.clusters.host.get({ ...key, name: run.plan }));
  if (!parsed.ok) throw failure('DRAY-2004', { detail: 'it is gone or not valid', object });
  const { conditions } = await checkPlan(ports, parsed.value);
  if (conditions.some(({ type }) => type === 'Ready')) return;
  const why = conditions.map(({ type, message }) => `${type}: ${message ?? ''}`).join(' ');
  throw failure('DRAY-2004', { detail: why, object });
}

/** A pod that nothing stops would write on while the last delta is copied. */
async function checkSourcePods(ports: Ports, facts: RunFacts): Promise<void> {
  if (!facts.quiesce) return;
  const { source } = await bothClusters(ports, facts);
  const namespaces = facts.namespaces.map((pair) => pair.source);
  const pods = (await listIn(source, namespaces, 'Pod')).filter(
    (pod) => pod.metadata.labels?.['owner'] !== 'directvolumemigration',
  );
  const found = unstoppablePods(pods);
  if (found.length === 0) return;
  const kinds = [...new Set(found.map(({ runBy }) => runBy))].join(', ');
  throw failure('DRAY-2002', {
    detail: `pods run by ${kinds} cannot be quiesced: ${describePods(found.map(({ pod }) => pod))}`,
    object: source.name,
    hint: 'Stop them for the cutover, or run it with quiescePods: false.',
  });
}

/** Somebody else's claim of the same name would be overwritten. */
async function checkTargetClaims(ports: Ports, facts: RunFacts): Promise<void> {
  const { target } = await bothClusters(ports, facts);
  for (const { targetNamespace: namespace, targetClaim: name } of facts.volumes) {
    const key = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name };
    const found = await target.get(key);
    if (found === undefined || isOurs(found, facts.run)) continue;
    const object = `${target.name}: PersistentVolumeClaim ${namespace}/${name}`;
    throw failure('DRAY-3010', { detail: 'it is not from this plan', object });
  }
}
