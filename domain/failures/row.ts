import type { FailureKind } from './failure.ts';

export interface Row {
  kind: FailureKind;
  /** What it means, in a few words; it opens every message. */
  meaning: string;
  /** What a person should do when no better advice is known. */
  advice: string;
}

export type Rows = Record<`DRAY-${number}`, Row>;
