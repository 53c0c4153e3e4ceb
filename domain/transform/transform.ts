import type { KubeObject } from '../kube-object.ts';
import type { Note, Rule, TransformContext, Transformed } from './contract.ts';
import { groupKindOf } from './group-kind.ts';
import { withoutFalseRecord } from './last-applied.ts';
import { RULES } from './rules.ts';

/**
 * The one answer to what becomes of an object of the source: what the target shall have, or why nothing. The object
 * is not changed, and a result that goes through again stays as it is, unless a namespace has taken the name of another
 * one of the plan.
 */
export function transform(object: KubeObject, context: TransformContext): Transformed {
  const transformed = applyRules(RULES, object, context);
  return transformed.outcome === 'skipped'
    ? transformed
    : { ...transformed, object: withoutFalseRecord(object, transformed.object) };
}

/** Applies the rules one after another; the first that leaves the object behind ends it. */
export function applyRules(
  rules: readonly Rule[],
  object: KubeObject,
  context: TransformContext,
): Transformed {
  const notes: Note[] = [];
  let current = object;
  for (const rule of rules) {
    if (!concerns(rule, current)) continue;
    const effect = rule.apply(current, context);
    if ('skip' in effect) return { outcome: 'skipped', rule: rule.name, reason: effect.skip };
    notes.push(...(effect.notes ?? []));
    current = effect.keep;
  }
  return { outcome: 'kept', object: current, notes };
}

function concerns({ kinds }: Rule, object: KubeObject): boolean {
  return kinds?.includes(groupKindOf(object)) ?? true;
}
