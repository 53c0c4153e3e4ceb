import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure } from '../../domain/failures/failure.ts';
import { describeObject, keyOf, type KubeObject } from '../../domain/kube-object.ts';
import type { Io } from '../io.ts';
import { pause } from '../pause.ts';

export type Change = 'created' | 'configured' | 'unchanged';

const ESTABLISH_MS = 30_000;
const LOOK_EVERY_MS = 500;

/** Applies objects in their order and tells what became of each. */
export async function applyObjects(
  cluster: Cluster,
  objects: readonly KubeObject[],
  tell: (object: KubeObject, change: Change) => void,
): Promise<void> {
  for (const object of objects) {
    const before = await cluster.get(keyOf(object));
    const after = await cluster.apply(object);
    tell(object, changeOf(before, after));
  }
}

/** The API server gives an object a new version only when something changed. */
export function changeOf(before: KubeObject | undefined, after: KubeObject): Change {
  if (before === undefined) return 'created';
  const same = before.metadata.resourceVersion === after.metadata.resourceVersion;
  return same ? 'unchanged' : 'configured';
}

/** Waits until the API server serves the kinds; before that, whoever lists them is told that they do not exist. */
export async function awaitEstablished(
  cluster: Cluster,
  definitions: readonly KubeObject[],
  io: Io,
): Promise<void> {
  const deadline = io.now() + ESTABLISH_MS;
  for (const definition of definitions) {
    while (!isEstablished(await cluster.get(keyOf(definition)))) {
      if (io.now() >= deadline) throw notEstablished(cluster, definition);
      await pause(io, LOOK_EVERY_MS);
    }
  }
}

function isEstablished(definition: KubeObject | undefined): boolean {
  const { conditions = [] } = (definition?.['status'] ?? {}) as {
    conditions?: { type: string; status: string }[];
  };
  return conditions.some(({ type, status }) => type === 'Established' && status === 'True');
}

function notEstablished(cluster: Cluster, definition: KubeObject): Error {
  return failure('DRAY-1010', {
    detail: `not established within ${ESTABLISH_MS / 1000} s`,
    object: `${cluster.name}: ${describeObject(keyOf(definition))}`,
    hint: 'Look at the conditions of the CustomResourceDefinition.',
  });
}
