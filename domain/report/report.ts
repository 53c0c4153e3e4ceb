import type { ObjectKey } from '../kube-object.ts';
import type { Note } from '../transform/contract.ts';

/** What becomes of an object, the worst first. */
export const OUTCOMES = ['refused', 'leftBehind', 'changed', 'asItIs'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Something that was found beside the rules: by a look at the target, or by a rehearsal. */
export interface Finding {
  /** What it is about, as `Kind namespace/name`, by its place on the target; undefined for no single object. */
  object?: string;
  severity: Exclude<Note['severity'], 'change'>;
  /** A sentence without the object's own name. */
  text: string;
  /** What to do about it. */
  advice?: string;
}

/** Why something becomes of an object, in words. */
export interface Reason {
  /** As of notes; `left` for what keeps the object on the source. */
  severity: Note['severity'] | 'left';
  /** Rule that says so, in kebab-case. */
  rule: string;
  text: string;
  advice?: string;
}

/** One object of the source. There is nothing here of what it holds: no value of a field, no key of a Secret. */
export interface ReportedObject extends ObjectKey {
  /** Its place on the target; undefined for one that stays behind. */
  target?: { name: string; namespace?: string };
  outcome: Outcome;
  /** A person should read it: it is refused, stays behind for a reason of its own, or a rule warns. */
  notable: boolean;
  reasons: Reason[];
  /** Fields that arrive with another value, as `spec.clusterIP`; the first of them when there are many. */
  fields: string[];
}

/** What becomes of every object of a plan, each once. */
export interface Report {
  /** When the clusters were read, RFC 3339. */
  at: string;
  /** The request that a dry run answers; undefined in the report of a run. */
  request?: string;
  objects: ReportedObject[];
  /** What is about no object in particular. */
  findings: Finding[];
}

export type Counts = Record<Outcome, number>;

export function countsOf(objects: readonly Pick<ReportedObject, 'outcome'>[]): Counts {
  const counts: Counts = { refused: 0, leftBehind: 0, changed: 0, asItIs: 0 };
  for (const { outcome } of objects) counts[outcome] += 1;
  return counts;
}

/** Whether a run of the plan would be refused, or was. */
export function isBlocked({ objects, findings }: Pick<Report, 'objects' | 'findings'>): boolean {
  return (
    objects.some(({ outcome }) => outcome === 'refused') ||
    findings.some(({ severity }) => severity === 'refusal')
  );
}
