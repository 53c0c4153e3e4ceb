import { closeSync, openSync, writeSync } from 'node:fs';

/** One commit that the database confirmed. */
export interface Acknowledgement {
  /** The number that the writer gave the row; never given twice. */
  id: number;
  /** When the confirmation arrived, in ms since the epoch, with fractions, from a monotonic clock. */
  at: number;
  /** Which endpoint confirmed. */
  endpoint: string;
}

/** Where acknowledgements are noted before anything else is done. */
export interface Journal {
  note(acknowledgement: Acknowledgement): void;
  entries(): readonly Acknowledgement[];
  close(): void;
}

/** Keeps the acknowledgements in memory only. */
export function memoryJournal(): Journal {
  const noted: Acknowledgement[] = [];
  return {
    note: (acknowledgement) => void noted.push(acknowledgement),
    entries: () => noted,
    close: () => undefined,
  };
}

/** Appends each acknowledgement to a file as well, one line `id at endpoint`: evidence that outlives us. */
export function fileJournal(path: string): Journal {
  const memory = memoryJournal();
  const file = openSync(path, 'w');
  return {
    note: (acknowledgement) => {
      const { id, at, endpoint } = acknowledgement;
      writeSync(file, `${id} ${at.toFixed(3)} ${endpoint}\n`);
      memory.note(acknowledgement);
    },
    entries: () => memory.entries(),
    close: () => closeSync(file),
  };
}
