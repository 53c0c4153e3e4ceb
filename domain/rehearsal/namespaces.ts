import type { Note } from '../transform/contract.ts';
import type { Finding } from './finding.ts';

/** What became of a namespace that the target lacked. */
export interface FoundedNamespace {
  /** Its name on the target. */
  target: string;
  /** What somebody should look at. */
  notes: readonly Note[];
  /** Why the target would not have it. */
  refused?: string;
}

/** @param ending namespaces that are being deleted on the target */
export function namespaceFindings(
  founded: readonly FoundedNamespace[],
  ending: readonly string[],
): Finding[] {
  const refusals = founded.flatMap(({ target, refused }): Finding[] =>
    refused === undefined
      ? []
      : [
          {
            object: `Namespace ${target}`,
            severity: 'refusal',
            text: `the target refuses it: ${refused}`,
            advice: 'make it there yourself, or choose another name for it in the plan',
          },
        ],
  );
  const warnings = founded.flatMap(({ target, notes }) =>
    notes
      .filter(({ severity }) => severity === 'warning')
      .map(({ text }): Finding => ({
        ...{ object: `Namespace ${target}`, severity: 'warning' },
        ...{ text, advice: '' },
      })),
  );
  const gone = ending.map((name): Finding => ({
    object: `Namespace ${name}`,
    severity: 'refusal',
    text: 'it is being deleted on the target',
    advice: 'wait until it is gone',
  }));
  return [...refusals, ...gone, ...warnings];
}
