import type { KubeObject, ObjectKey, OwnerReference } from '../kube-object.ts';
import { mapNamespace } from '../transform/mapping.ts';
import type { TransformContext } from '../transform/contract.ts';
import { ledgerKey } from './ledger.ts';

/** Where on the target the owners of an object may be: beside it, or in no namespace at all. */
export function ownerPlaces(
  found: KubeObject,
  context: TransformContext,
): { owner: OwnerReference; places: ObjectKey[] }[] {
  const { namespace, ownerReferences = [] } = found.metadata;
  return ownerReferences.map((owner) => {
    const { apiVersion, kind, name } = owner;
    const wide = { apiVersion, kind, name };
    const beside =
      namespace === undefined ? [] : [{ ...wide, namespace: mapNamespace(namespace, context) }];
    return { owner, places: [...beside, wide] };
  });
}

/**
 * The owners of an object as the target knows them: those that have arrived, with their new uids. An owner that
 * stayed behind owns nothing any more.
 * @param uids of what is on the target, by ledger key
 */
export function relinkedOwners(
  found: KubeObject,
  context: TransformContext,
  uids: ReadonlyMap<string, string>,
): OwnerReference[] {
  return ownerPlaces(found, context).flatMap(({ owner, places }) => {
    const uid = places.map((place) => uids.get(ledgerKey(place))).find((one) => one !== undefined);
    return uid === undefined ? [] : { ...owner, uid };
  });
}

/** The owners an object has on the target, with those that it lacks; undefined when it lacks none. */
export function completedOwners(
  present: KubeObject,
  wanted: readonly OwnerReference[],
): OwnerReference[] | undefined {
  const there = present.metadata.ownerReferences ?? [];
  const missing = wanted.filter(({ uid }) => !there.some((owner) => owner.uid === uid));
  if (missing.length === 0) return undefined;
  // Of controllers there may be one only; whoever took the object up on the target is newer.
  const controlled = there.some(({ controller }) => controller === true);
  const added = controlled ? missing.filter(({ controller }) => controller !== true) : missing;
  return added.length === 0 ? undefined : [...there, ...added];
}
