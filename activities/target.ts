import type { Cluster } from '../clients/kube/cluster.ts';
import { failure } from '../domain/failures/failure.ts';
import { keyOf, type KubeObject } from '../domain/kube-object.ts';
import { madeFor, sealPatch } from '../domain/rollback/seal.ts';
import type { RunFacts, RunVolume } from '../domain/run/facts.ts';
import type { RunIdentity } from '../domain/run/identity.ts';
import {
  ADOPTED_BY,
  claimRefusal,
  isOfPlan,
  targetClaim,
  targetNamespace,
} from '../domain/volumes/target-claim.ts';
import { applicationPods } from './application-pods.ts';
import { bothClusters, type Ports } from './ports.ts';

/** What has to be on the target before data can arrive. */
export function createTargetActivities(ports: Ports) {
  return {
    /** Creates the namespaces of the plan that the target lacks, as they are on the source. */
    async ensureNamespaces(facts: RunFacts): Promise<void> {
      const { source, target } = await bothClusters(ports, facts);
      for (const pair of facts.namespaces) {
        const key = { apiVersion: 'v1', kind: 'Namespace' };
        const present = await target.get({ ...key, name: pair.target });
        if (present !== undefined) {
          await seal(target, present, facts.run);
          continue;
        }
        const found = await source.get({ ...key, name: pair.source });
        if (found === undefined) {
          throw failure('DRAY-1007', { detail: pair.source, object: `${source.name}: Namespace` });
        }
        const wanted = withMark(targetNamespace(pair.target, found), facts.run);
        await seal(target, await target.apply(wanted), facts.run);
      }
    },
  };
}

/** The claim on the target: the one of an earlier run of this plan, or a new one; never somebody else's. */
export async function ensureTargetClaim(
  source: Cluster,
  target: Cluster,
  facts: RunFacts,
  volume: RunVolume,
): Promise<void> {
  const key = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
  const { namespace, claim: name } = volume;
  const [found, existing] = await Promise.all([
    source.get({ ...key, namespace, name }),
    target.get({ ...key, namespace: volume.targetNamespace, name: volume.targetClaim }),
  ]);
  if (found === undefined) {
    const object = `${source.name}: PersistentVolumeClaim ${namespace}/${name}`;
    throw failure('DRAY-1007', { detail: 'it was deleted since the plan was checked', object });
  }
  if (existing === undefined) {
    const wanted = withMark(targetClaim(facts.run, volume, found), facts.run);
    await seal(target, await target.apply(wanted), facts.run);
    return;
  }
  await refuseForeignClaim(target, existing, facts);
  await seal(target, existing, facts.run);
}

function withMark(object: KubeObject, { planUid }: RunIdentity): KubeObject {
  const annotations = { ...object.metadata.annotations, ...madeFor(planUid) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** What the runs of the plan made is known by it ever after. */
async function seal(target: Cluster, object: KubeObject, { planUid }: RunIdentity): Promise<void> {
  const patch = sealPatch(object, planUid);
  if (patch !== undefined) await target.patch(keyOf(object), patch);
}

/** Fails when the claim holds what must not be copied over. */
export async function refuseForeignClaim(
  target: Cluster,
  claim: KubeObject,
  { run, type }: RunFacts,
): Promise<void> {
  const { namespace = '', name } = claim.metadata;
  const pods = await applicationPods(target, [namespace]);
  // Whether it is empty is seen once it is mounted.
  const asked = { planUid: run.planUid, mayAdopt: type === 'state' };
  const refusal = claimRefusal(claim, pods, asked);
  if (refusal === undefined) return;
  const object = `${target.name}: PersistentVolumeClaim ${namespace}/${name}`;
  throw failure('DRAY-3010', { detail: refusal, object });
}

/**
 * Takes a claim of somebody else for the plan's own from now on. Only an empty one: whatever it holds would be deleted
 * by the first pass.
 */
export async function adoptClaim(
  target: Cluster,
  { run }: RunFacts,
  { volume, isEmpty }: { volume: RunVolume; isEmpty: boolean },
): Promise<void> {
  const { targetNamespace: namespace, targetClaim: name } = volume;
  const key = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name };
  const claim = await target.get(key);
  if (claim === undefined || isOfPlan(claim, run.planUid)) return;
  if (!isEmpty) {
    const detail = 'it is not from this plan, and it is not empty';
    const object = `${target.name}: PersistentVolumeClaim ${namespace}/${name}`;
    throw failure('DRAY-3010', { detail, object });
  }
  await target.patch(key, { metadata: { annotations: { [ADOPTED_BY]: run.planUid } } });
}
