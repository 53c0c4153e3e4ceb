import type { Condition, ConditionDraft } from '../kinds/condition.ts';

/**
 * The conditions to write: those that are stated now, and earlier ones that are durable. A condition keeps the
 * time of its last change as long as its status stays the same.
 */
export function mergeConditions(
  drafts: readonly ConditionDraft[],
  earlier: readonly Condition[],
  now: string,
): Condition[] {
  const stated = drafts.map((draft): Condition => {
    const before = earlier.find((found) => found.type === draft.type);
    const since = before?.status === draft.status ? before.lastTransitionTime : now;
    return { ...draft, lastTransitionTime: since };
  });
  const kept = earlier.filter(
    (found) => found.durable === true && !drafts.some((draft) => draft.type === found.type),
  );
  return [...stated, ...kept];
}

/** Whether an object says of itself that it is ready. */
export function isReady(object: object | undefined): boolean {
  const { status } = (object ?? {}) as { status?: { conditions?: Condition[] } };
  return (status?.conditions ?? []).some(
    (condition) => condition.type === 'Ready' && condition.status === 'True',
  );
}
