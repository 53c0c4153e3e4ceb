import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure, isFailure } from '../../domain/failures/failure.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { RunFacts, RunVolume } from '../../domain/run/facts.ts';
import { runSelector } from '../../domain/run/identity.ts';
import { hasEnded } from '../../domain/run/react.ts';
import { type Filler, type Reservation, reserve } from '../../domain/volumes/filler.ts';
import { bothClusters, type Ports } from '../ports.ts';
import { ensureTargetClaim } from '../target.ts';

/** Makes the claims of a copy on the target, and reserves those that are there: one filler at a time. */
export async function makeCopyClaims(ports: Ports, facts: RunFacts): Promise<void> {
  const { source, target } = await bothClusters(ports, facts);
  for (const volume of facts.volumes) {
    await ensureTargetClaim(source, target, facts, volume);
    await reserveClaim({ host: ports.clusters.host, target }, facts, volume);
  }
}

interface Places {
  host: Cluster;
  target: Cluster;
}

async function reserveClaim(places: Places, facts: RunFacts, volume: RunVolume): Promise<void> {
  const { target } = places;
  const { targetNamespace: namespace, targetClaim: name } = volume;
  const key = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name };
  const object = `${target.name}: PersistentVolumeClaim ${namespace}/${name}`;
  const wanted = fillerOf(facts, volume);
  for (;;) {
    const claim = await target.get(key);
    if (claim === undefined) throw failure('DRAY-1007', { detail: 'it was deleted', object });
    const decided = await decide(places, claim, wanted);
    if (decided.do === 'refuse') throw failure('DRAY-3010', { detail: decided.why, object });
    if (decided.do !== 'take') return;
    try {
      const { resourceVersion } = claim.metadata;
      const { annotations } = decided;
      await target.patch(key, { metadata: { resourceVersion, annotations } });
      return;
    } catch (error) {
      // Somebody has changed it since it was read: it may be his by now.
      if (!isFailure(error, 'DRAY-1008')) throw error;
    }
  }
}

async function decide(places: Places, claim: KubeObject, wanted: Filler): Promise<Reservation> {
  const decided = reserve(claim, wanted);
  if (decided.do !== 'ask') return decided;
  return reserve(claim, wanted, await isOver(places, claim, decided.filler));
}

/** A filler is over when it has said so, or is gone, and none of its pods is left. */
async function isOver(
  { host, target }: Places,
  { metadata }: KubeObject,
  { namespace, name, uid }: Filler,
): Promise<boolean> {
  const kind = 'DirectVolumeMigration';
  const labelSelector = runSelector({ uid, kind });
  const [found, pods] = await Promise.all([
    host.get({ apiVersion: API_VERSION, kind, namespace, name }),
    target.list({
      ...{ apiVersion: 'v1', kind: 'Pod', labelSelector },
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    }),
  ]);
  if (pods.length > 0) return false;
  return found?.metadata.uid !== uid || hasEnded(found as Parameters<typeof hasEnded>[0]);
}

function fillerOf({ run, source }: RunFacts, volume: RunVolume): Filler {
  const { namespace, claim } = volume;
  return {
    ...{ namespace: run.namespace, name: run.migration, uid: run.uid },
    of: { cluster: `${source.namespace}/${source.name}`, namespace, claim },
  };
}
