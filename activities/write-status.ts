import type { Cluster } from '../clients/kube/cluster.ts';
import { mergeConditions } from '../domain/conditions/merge.ts';
import { isFailure } from '../domain/failures/failure.ts';
import type { Condition, ConditionDraft } from '../domain/kinds/condition.ts';
import type { KubeObject, ObjectKey } from '../domain/kube-object.ts';

/**
 * Reads, computes and writes, again when somebody else wrote in between. Undefined when the object is gone, or is
 * another one of the same name.
 */
export async function writeStatus(
  host: Cluster,
  key: ObjectKey & { uid?: string },
  compute: (earlier: Condition[], before: Record<string, unknown>) => Record<string, unknown>,
): Promise<KubeObject | undefined> {
  for (;;) {
    const found = await host.get(key);
    if (found === undefined) return undefined;
    if (key.uid !== undefined && found.metadata.uid !== key.uid) return undefined;
    const before = (found['status'] ?? {}) as { conditions?: Condition[] };
    const status = { ...before, ...compute(before.conditions ?? [], before) };
    // An unchanged status is not written: it would only wake up every watcher.
    if (JSON.stringify(status) === JSON.stringify(before)) return found;
    try {
      return await host.replace({ ...found, status }, { subresource: 'status' });
    } catch (error) {
      if (!isFailure(error, 'DRAY-1008')) throw error;
    }
  }
}

/** Conditions with the times of their last changes. */
export function stamp(
  drafts: readonly ConditionDraft[],
  earlier: readonly Condition[],
): Condition[] {
  return mergeConditions(drafts, earlier, new Date().toISOString());
}
