import type { KubeObject } from '../kube-object.ts';
import type { TransformContext } from '../transform/contract.ts';
import { dropAnnotations } from '../transform/edit.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { LAST_APPLIED } from '../transform/last-applied.ts';
import { isRecord, sameJson } from '../transform/read.ts';
import { EVERY_KIND } from '../transform/rules/every-kind.ts';
import { QUIESCE_NOTE } from '../transform/rules/quiesce-notes.ts';
import { applyRules } from '../transform/transform.ts';

/** What no object keeps, whatever it is: the rest is a change. A workload that we stopped is as it was before. */
const HOUSEKEEPING = [...EVERY_KIND, QUIESCE_NOTE];

/** As many as a person reads. */
const SHOWN = 12;

/**
 * Fields that arrive otherwise than they are on the source, whether a rule says why or not. Names alone: values may
 * be secret, and so may the keys of a Secret.
 */
export function changedFields(
  found: KubeObject,
  wanted: KubeObject,
  context: TransformContext,
): string[] {
  const kept = applyRules(HOUSEKEEPING, found, context);
  const before = kept.outcome === 'kept' ? kept.object : found;
  const depth = groupKindOf(found) === 'Secret' ? 1 : Infinity;
  const fields = [...differences(told(before), told(wanted), [], depth)];
  const more = fields.length - SHOWN;
  return more > 0 ? [...fields.slice(0, SHOWN), `and ${more} more`] : fields;
}

/** kubectl's record only repeats the rest. */
function told(object: KubeObject): KubeObject {
  return dropAnnotations(object, [LAST_APPLIED]);
}

function* differences(
  before: unknown,
  after: unknown,
  path: readonly string[],
  depth: number,
): Generator<string> {
  if (sameJson(before, after)) return;
  const parts = path.length < depth ? partsOf(before, after) : undefined;
  if (parts === undefined) yield path.join('.');
  else for (const [key, one, other] of parts) yield* differences(one, other, [...path, key], depth);
}

/** What two records, or two lists of the same length, are made of. */
function partsOf(before: unknown, after: unknown): [string, unknown, unknown][] | undefined {
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.map((item, index) => [String(index), item, after[index]]);
  }
  if (!isRecord(before) || !isRecord(after)) return undefined;
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].map((key) => [key, before[key], after[key]]);
}
