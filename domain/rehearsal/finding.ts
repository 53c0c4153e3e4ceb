import type { ConditionDraft } from '../kinds/condition.ts';
import { listed } from '../objects/refusals.ts';

/** Something that was found about an object before anything is touched. */
export interface Finding {
  /** What it is about, as `Kind namespace/name`. */
  object: string;
  /** `refusal`: the run would fail on it later, so it ends now. `warning`: somebody should look. */
  severity: 'refusal' | 'warning';
  /** What was found: a sentence without the object's name. */
  text: string;
  /** What to do; empty when the text says it. */
  advice: string;
}

/** A policy may tell a long story; its beginning says what it is about. */
const LONGEST = 400;

/** Findings of a severity as sentences, each once: `Kind namespace/name: what; what to do`. */
export function sentencesOf(findings: readonly Finding[], severity: Finding['severity']): string[] {
  const sentences = findings
    .filter((one) => one.severity === severity)
    .map(({ object, text, advice }) => {
      const told = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
      return `${object}: ${told}${advice === '' ? '' : ` (${advice})`}`;
    });
  return [...new Set(sentences)];
}

/** One condition for all that the target takes, and somebody should look at all the same; none without warnings. */
export function rehearsalConditions(findings: readonly Finding[]): ConditionDraft[] {
  const warnings = sentencesOf(findings, 'warning');
  if (warnings.length === 0) return [];
  return [
    {
      type: 'TargetNeedsAttention',
      status: 'True',
      category: 'Warn',
      reason: 'Rehearsed',
      message: `Seen on the target before anything was touched: ${listed(warnings)}.`,
      durable: true,
    },
  ];
}
