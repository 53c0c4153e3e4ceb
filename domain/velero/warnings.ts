import { madeByItselfBecause } from './made-by-itself.ts';
import type { ResultMessage } from './results.ts';

/** An object that Velero has found in the place of one it was to create. */
export interface FoundInPlace {
  kind: string;
  /** On the target. */
  namespace: string;
  name: string;
}

/** A warning of a Restore, and why nobody has to look after it; without a reason, somebody has to. */
export interface SortedWarning extends ResultMessage {
  harmlessBecause?: string;
}

/** Velero's words of 1.16 to 1.18 for an object that is there already, and differs. The name is quoted as Go does. */
const EXISTS = /^could not restore, (\S+) ("(?:[^"\\]|\\.)*") already exists\./;

/** Warnings that mean nothing to anybody, whatever they are about. */
const HARMLESS: readonly { words: RegExp; because: string }[] = [
  {
    words: /^zero items to be restored/,
    because: 'what the backup lacks is applied by ourselves',
  },
];

/**
 * Tells the warnings that are always there from those that a person must see.
 * @param isOurs whether the run itself has made an object, as when its Restore was ordered a second time
 */
export function sortWarnings(
  warnings: readonly ResultMessage[],
  isOurs: (found: FoundInPlace) => boolean,
): SortedWarning[] {
  return warnings.map((warning) => {
    const harmlessBecause = harmlessReason(warning, isOurs);
    return harmlessBecause === undefined ? warning : { ...warning, harmlessBecause };
  });
}

function harmlessReason(
  warning: ResultMessage,
  isOurs: (found: FoundInPlace) => boolean,
): string | undefined {
  const found = foundInPlace(warning);
  if (found === undefined) return HARMLESS.find(({ words }) => words.test(warning.text))?.because;
  const itself = madeByItselfBecause(found.kind, found.name);
  return itself ?? (isOurs(found) ? 'this run has made it' : undefined);
}

/** What a warning is about, when it is that something is there already. */
export function foundInPlace({ text, namespace = '' }: ResultMessage): FoundInPlace | undefined {
  const [, kind, quoted] = EXISTS.exec(text) ?? [];
  if (kind === undefined || quoted === undefined) return undefined;
  try {
    return { kind, namespace, name: String(JSON.parse(quoted)) };
  } catch {
    return undefined;
  }
}
