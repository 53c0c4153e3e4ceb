import type { Cluster } from '../../../clients/kube/cluster.ts';
import { failure, isFailure } from '../../../domain/failures/failure.ts';
import { API_VERSION } from '../../../domain/kinds/group.ts';
import { describeObject, keyOf, type KubeObject } from '../../../domain/kube-object.ts';
import type { IndexedKind, ObjectIndex } from '../index/object-index.ts';
import { Refusal } from '../problems/refusal.ts';
import type { ObjectWithSecret } from './secret.ts';

/** From memory, or from the host cluster when it is newer than the memory. */
export async function findObject(
  host: Pick<Cluster, 'get'>,
  index: ObjectIndex,
  kind: IndexedKind,
  name: string,
): Promise<KubeObject | undefined> {
  const { namespace } = index;
  return (
    index.get(kind, name) ?? (await host.get({ apiVersion: API_VERSION, kind, name, namespace }))
  );
}

/** As `findObject`; fails with DRAY-1007 when there is none. */
export async function requireObject(
  host: Pick<Cluster, 'get' | 'name'>,
  index: ObjectIndex,
  kind: IndexedKind,
  name: string,
): Promise<KubeObject> {
  const found = await findObject(host, index, kind, name);
  if (found !== undefined) return found;
  const { namespace } = index;
  const key = describeObject({ apiVersion: API_VERSION, kind, name, namespace });
  throw failure('DRAY-1007', {
    detail: `there is no ${key}`,
    object: `${host.name}: ${key}`,
    hint: 'Look for it in the list; the name or the namespace may be another one.',
  });
}

/** Creates an object whose name must be free. */
export async function createObject(
  host: Pick<Cluster, 'create' | 'name'>,
  object: KubeObject,
): Promise<KubeObject> {
  try {
    return await host.create(object);
  } catch (error) {
    throw isFailure(error, 'DRAY-1011') ? nameTaken(host, object) : error;
  }
}

/** What a dry run can tell beforehand. */
export async function requireFreeNames(
  host: Pick<Cluster, 'get' | 'name'>,
  ...objects: (KubeObject | undefined)[]
): Promise<void> {
  for (const object of objects) {
    if (object === undefined) continue;
    if ((await host.get(keyOf(object))) !== undefined) throw nameTaken(host, object);
  }
}

/**
 * Creates the Secret first, so that whoever watches the object finds what it refers to. The Secret then
 * belongs to the object and goes with it; when the object cannot be made, the Secret goes at once.
 */
export async function createWithSecret(
  host: Cluster,
  { object, secret }: ObjectWithSecret,
): Promise<KubeObject> {
  if (secret === undefined) return createObject(host, object);
  await requireFreeNames(host, object);
  const kept = await createObject(host, secret);
  try {
    const created = await createObject(host, object);
    await own(host, kept, created);
    return created;
  } catch (error) {
    const { uid } = kept.metadata;
    await host.delete(keyOf(kept), uid === undefined ? {} : { uid });
    throw error;
  }
}

async function own(host: Cluster, secret: KubeObject, owner: KubeObject): Promise<void> {
  const { apiVersion, kind, metadata } = owner;
  const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid };
  await host.patch(keyOf(secret), { metadata: { ownerReferences: [reference] } });
}

function nameTaken(host: Pick<Cluster, 'name'>, object: KubeObject): Refusal {
  const key = describeObject(keyOf(object));
  const hint = 'Choose another name, or delete the object that has it.';
  return new Refusal(
    failure('DRAY-1011', { detail: `${key} exists`, object: `${host.name}: ${key}`, hint }),
  );
}
