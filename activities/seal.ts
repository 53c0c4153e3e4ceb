import type { Cluster } from '../clients/kube/cluster.ts';
import { keyOf, type KubeObject } from '../domain/kube-object.ts';
import { madeFor, sealPatch } from '../domain/rollback/seal.ts';
import type { RunIdentity } from '../domain/run/identity.ts';

/** The object with the note that the runs of the plan make it, to be made so. */
export function withMark(
  object: KubeObject,
  { planUid }: Pick<RunIdentity, 'planUid'>,
): KubeObject {
  const annotations = { ...object.metadata.annotations, ...madeFor(planUid) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** What the runs of the plan made is known by it ever after. */
export async function seal(
  target: Cluster,
  object: KubeObject,
  { planUid }: Pick<RunIdentity, 'planUid'>,
): Promise<void> {
  const patch = sealPatch(object, planUid);
  if (patch !== undefined) await target.patch(keyOf(object), patch);
}
