import type { Cluster } from '../clients/kube/cluster.ts';
import { failure } from '../domain/failures/failure.ts';
import { describeObject, type KubeObject } from '../domain/kube-object.ts';
import type { RunFacts, RunVolume } from '../domain/run/facts.ts';
import {
  ADOPTED_BY,
  claimRefusal,
  isOfPlan,
  targetClaim,
  wasMadeFor,
} from '../domain/volumes/target-claim.ts';
import { applicationPods } from './application-pods.ts';
import { ensureSize } from './capacity/existing-claim.ts';
import { refuseFullStorage } from './capacity/storage-capacity.ts';
import { gatherContext } from './objects/context.ts';
import { foundNamespaces, lookAtNamespaces } from './objects/namespaces.ts';
import { bothClusters, type Ports } from './ports.ts';
import { seal, withMark } from './seal.ts';

/** What has to be on the target before data can arrive. */
export function createTargetActivities(ports: Ports) {
  return {
    /** Makes the namespaces of the plan that the target lacks by now, as the rules want them. */
    async ensureNamespaces(facts: RunFacts): Promise<void> {
      const { source, target } = await bothClusters(ports, facts);
      const { present, lacking } = await lookAtNamespaces(target, facts.namespaces);
      await Promise.all(present.map((namespace) => seal(target, namespace, facts.run)));
      if (lacking.length === 0) return;
      const context = await gatherContext(source, target, facts);
      const founded = await foundNamespaces({ source, target }, lacking, context);
      const refused = founded.find((one) => one.refused !== undefined);
      if (refused?.refused === undefined) return;
      const object = `${target.name}: Namespace ${refused.target}`;
      throw failure('DRAY-1009', { detail: refused.refused, object });
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
    await refuseFullStorage(target, volume);
    const wanted = withMark(targetClaim(facts.run, volume, found), facts.run);
    await seal(target, await target.apply(wanted), facts.run);
    return;
  }
  await refuseForeignClaim(target, existing, facts);
  // Whether the data go into a claim of somebody else is seen when it is mounted.
  if (wasMadeFor(existing, facts.run.planUid)) await ensureSize(target, existing, volume.capacity);
  await seal(target, existing, facts.run);
}

/** Fails when the claim holds what must not be copied over. */
async function refuseForeignClaim(
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

/** Claims on the target that somebody uses, or that are somebody else's: they would be overwritten. */
export async function foreignClaims(
  target: Cluster,
  { run, type, volumes }: RunFacts,
): Promise<{ object: string; refusal: string }[]> {
  const checked = await Promise.all(
    volumes.map(async ({ targetNamespace: namespace, targetClaim: name }) => {
      const key = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name };
      const claim = await target.get(key);
      if (claim === undefined) return [];
      // Whether it is empty is seen once it is mounted.
      const asked = { planUid: run.planUid, mayAdopt: type === 'state' };
      const refusal = claimRefusal(claim, await applicationPods(target, [namespace]), asked);
      return refusal === undefined ? [] : [{ object: describeObject(key), refusal }];
    }),
  );
  return checked.flat();
}
