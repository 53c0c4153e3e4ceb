import type { PassRecord } from '../transfer/convergence.ts';
import type { PassKind } from '../transfer/rsync.ts';

/** One order to copy: its number within the run, from 1, and what is known by then. */
export interface PassOrder {
  number: number;
  kind: PassKind;
  /** Bytes and files of the volume, counted before; 0 when unknown. */
  bytesTotal: number;
  filesTotal: number;
}

/** What a finished pass leaves behind in history: numbers only. */
export interface PassResult extends Omit<PassRecord, 'gapSeconds'> {
  number: number;
  kind: PassKind;
  bytesTotal: number;
  filesTransferred: number;
  startedAt: string;
  attempts: number;
  /** Files that could not be copied while the application runs; the last pass mends or refuses them. */
  warning?: string;
}

/** Passes as the prediction reads them: each with the time since the one before began. */
export function passRecords(passes: readonly PassResult[]): PassRecord[] {
  return passes.map((pass, index) => {
    const before = passes[index - 1];
    const gapMs =
      before === undefined ? 0 : Date.parse(pass.startedAt) - Date.parse(before.startedAt);
    const { bytesSent, filesScanned, seconds } = pass;
    return { bytesSent, filesScanned, seconds, gapSeconds: gapMs / 1000 };
  });
}

/** The id of one try of a pass inside the pod; the same for every retry of the activity. */
export function passId({ number, kind }: PassOrder, attempt: number): string {
  return `pass-${number}-${kind}-${attempt}`;
}
