import type { GroupKind } from '../transform/contract.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { OUTCOMES, type Outcome, type ReportedObject } from './report.ts';
import { ofMany } from './trivial.ts';

/** Objects of one kind of which the same is to be said. */
export interface ReportGroup {
  outcome: Outcome;
  kind: GroupKind;
  count: number;
  /** Why; empty for what arrives as it is. */
  why: string;
}

/** All that nobody needs to read one by one, counted. */
export function groupsOf(objects: readonly ReportedObject[]): ReportGroup[] {
  const groups = new Map<string, ReportGroup>();
  for (const object of objects) {
    if (object.notable) continue;
    const { outcome } = object;
    const kind = groupKindOf(object);
    const why = whyOfMany(object);
    const key = JSON.stringify([outcome, kind, why]);
    const group = groups.get(key) ?? { outcome, kind, count: 0, why };
    groups.set(key, { ...group, count: group.count + 1 });
  }
  return [...groups.values()].sort(
    (a, b) => rank(a) - rank(b) || b.count - a.count || a.kind.localeCompare(b.kind),
  );
}

/** As much of an object as says why; an answer of the server will do. */
interface Explained {
  reasons: readonly { text: string; advice?: string | undefined }[];
  fields: readonly string[];
}

/** Why something becomes of an object, in one line. */
export function whyOf({ reasons, fields }: Explained): string {
  const texts = reasons.map(({ text, advice = '' }) =>
    advice === '' ? text : `${text} (${advice})`,
  );
  return texts.length > 0 ? texts.join('; ') : fields.join(', ');
}

function whyOfMany(object: ReportedObject): string {
  const [reason] = object.reasons;
  return (reason && ofMany(reason.rule)) ?? whyOf(object);
}

function rank({ outcome }: ReportGroup): number {
  return OUTCOMES.indexOf(outcome);
}
