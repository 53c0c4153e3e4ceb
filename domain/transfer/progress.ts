/** What a running pass says of itself. It counts from zero in every pass. */
export interface PassProgress {
  /** Of files it has dealt with, sent or found equal. */
  bytes: number;
  /** Files whose content was sent. */
  filesDone: number;
  /** Entries it has dealt with, and knows of; the latter grows until the tree is read. */
  filesChecked: number;
  filesKnown: number;
  bytesPerSecond: number;
}

/** What a finished pass says of itself, and how long it took. */
export interface PassStats {
  /** Entries of all kinds. */
  filesTotal: number;
  /** Sizes of all files, holes included. */
  bytesTotal: number;
  /** What went over the wire to the target, names included. */
  bytesSent: number;
  /** Contents that the target did not have. */
  literalBytes: number;
  filesTransferred: number;
  seconds: number;
}

export interface Totals {
  files: number;
  bytes: number;
}

const RECORD =
  /^\s*(\d+)\s+\d+%\s+([\d.]+)([kMGT]?)B\/s\s+\S+(?:\s+\(xfr#(\d+), (?:ir|to)-chk=(\d+)\/(\d+)\))?\s*$/;

/** What `xfer status` returns at most; an output of that length has lost its beginning. */
const TAIL_BYTES = 4096;

/** rsync divides by 1024, and writes kB. */
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  T: 2 ** 40,
};

const NONE: PassProgress = {
  bytes: 0,
  filesDone: 0,
  filesChecked: 0,
  filesKnown: 0,
  bytesPerSecond: 0,
};

/**
 * The state of a pass from the end of its output (`--info=progress2`, records ended by carriage
 * return). The first record may be cut. `undefined` before the first. Inside a large file records
 * say nothing of counts; those of the last that did are kept.
 */
export function parseProgress(tail: string): PassProgress | undefined {
  let progress: PassProgress | undefined;
  const isCut = tail.length >= TAIL_BYTES;
  for (const text of tail.split(/[\r\n]/).slice(isCut ? 1 : 0)) {
    const record = RECORD.exec(text);
    if (record !== null) progress = { ...(progress ?? NONE), ...readRecord(record) };
  }
  return progress;
}

function readRecord([, bytes, rate, unit = '', done, left, known]: RegExpExecArray) {
  return {
    bytes: Number(bytes),
    bytesPerSecond: Math.round(Number(rate) * (UNITS[unit] ?? 1)),
    ...(known === undefined
      ? {}
      : {
          filesDone: Number(done),
          filesChecked: Number(known) - Number(left),
          filesKnown: Number(known),
        }),
  };
}

/**
 * The numbers of a finished pass (`--info=stats2`). `undefined` when it ended before it printed any.
 * @param seconds how long it ran: rsync itself only counts whole seconds
 */
export function parsePassStats(output: string, seconds: number): PassStats | undefined {
  const read = numbers(output);
  const totals = totalsOf(read);
  const bytesSent = read('Total bytes sent');
  if (totals === undefined || bytesSent === undefined) return undefined;
  return {
    filesTotal: totals.files,
    bytesTotal: totals.bytes,
    bytesSent,
    literalBytes: read('Literal data') ?? 0,
    filesTransferred: read('Number of regular files transferred') ?? 0,
    seconds,
  };
}

/** Entries and bytes of the volume, from the output of the counting command. */
export function parseTotals(output: string): Totals | undefined {
  return totalsOf(numbers(output));
}

type Reader = (label: string) => number | undefined;

function numbers(output: string): Reader {
  return (label) => {
    const value = new RegExp(`^${label}: ([\\d,]+)`, 'm').exec(output)?.[1];
    return value === undefined ? undefined : Number(value.replaceAll(',', ''));
  };
}

function totalsOf(read: Reader): Totals | undefined {
  const files = read('Number of files');
  const bytes = read('Total file size');
  return files === undefined || bytes === undefined ? undefined : { files, bytes };
}
