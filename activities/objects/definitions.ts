import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure } from '../../domain/failures/failure.ts';
import { keyOf, type KubeObject } from '../../domain/kube-object.ts';
import { definitionObstacle, servedBy } from '../../domain/objects/definitions.ts';
import { waitFor } from '../wait-for.ts';

const ESTABLISHED = { limitMs: 60_000, pollMs: 50, since: 'call' } as const;

/** Waits until every custom kind that is defined among the objects can be used. */
export async function awaitDefinitions(
  target: Cluster,
  objects: readonly KubeObject[],
): Promise<void> {
  const definitions = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  await Promise.all(definitions.map((definition) => awaitDefinition(target, definition)));
}

async function awaitDefinition(target: Cluster, definition: KubeObject): Promise<void> {
  await waitFor(
    async () => {
      const found = await target.get(keyOf(definition));
      const obstacle = found === undefined ? 'it was deleted' : definitionObstacle(found);
      const seen = obstacle ?? (await unserved(target, definition));
      return seen === undefined ? { done: true, value: undefined } : { done: false, seen };
    },
    ESTABLISHED,
    (detail) => {
      const object = `${target.name}: CustomResourceDefinition ${definition.metadata.name}`;
      return failure('DRAY-4103', { detail, object });
    },
  );
}

/** Discovery follows a moment later. */
async function unserved(target: Cluster, definition: KubeObject): Promise<string | undefined> {
  for (const { apiVersion, kind } of servedBy(definition)) {
    if (!(await target.servedKinds(apiVersion)).includes(kind)) {
      return `${kind} of ${apiVersion} is not served yet`;
    }
  }
  return undefined;
}
