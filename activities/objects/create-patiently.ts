import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure, isFailure } from '../../domain/failures/failure.ts';
import { describeObject, keyOf, type KubeObject } from '../../domain/kube-object.ts';
import { webhookIn } from '../../domain/objects/refusals.ts';
import { waitFor } from '../wait-for.ts';

/** Long enough for the pods of a webhook to come up; it counts in the outage. */
const PATIENCE = { limitMs: 2 * 60_000, pollMs: 200, since: 'call' } as const;

/**
 * Makes an object, again and again while the target or one of its webhooks is busy.
 * @returns the object, or undefined when there is one of that name: perhaps made by a request whose answer was lost
 */
export async function createPatiently(
  target: Cluster,
  object: KubeObject,
): Promise<KubeObject | undefined> {
  return waitFor<KubeObject | undefined>(
    async () => {
      try {
        return { done: true, value: await target.create(object) };
      } catch (error) {
        if (isFailure(error, 'DRAY-1011')) return { done: true, value: undefined };
        if (!isFailure(error) || error.kind !== 'transient') throw error;
        return { done: false, seen: error.detail };
      }
    },
    PATIENCE,
    (seen) => {
      const place = `${target.name}: ${describeObject(keyOf(object))}`;
      const webhook = webhookIn(seen);
      if (webhook === undefined) return failure('DRAY-1006', { detail: seen, object: place });
      const detail = `webhook ${webhook} does not answer: ${seen}`;
      return failure('DRAY-4102', { detail, object: place });
    },
  );
}
