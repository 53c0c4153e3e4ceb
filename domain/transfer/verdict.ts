import type { FailureCode } from '../failures/table.ts';
import type { PassKind } from './rsync.ts';

/** How a pass ended. */
export interface PassEnd {
  rc: number;
  kind: PassKind;
  /** The end of rsync's error output. */
  stderr: string;
  /** Recent lines of the tunnel's log: only they tell a wrong key from a peer that is not there. */
  tunnelLog?: string;
  /** One of the ends is not root: what may not be read or written now may not be later either. */
  asUser?: boolean;
  /** The volume, as messages name it: `namespace/claim`. */
  volume: string;
}

/**
 * `done`: go on; `warning`: go on, the next pass may mend it; `retry`: start the pass again, it
 * continues where it was; `fatal`: nothing will change by itself.
 */
export interface PassVerdict {
  kind: 'done' | 'warning' | 'retry' | 'fatal';
  /** The row of the table of failures; none when it is done. */
  code?: FailureCode;
  /** One sentence that names the volume. */
  reason: string;
  /** Paths that rsync complained of, the first {@link MOST_FILES}. */
  files: string[];
}

export const MOST_FILES = 20;

type Row = Pick<PassVerdict, 'kind' | 'code'> & { says: string };

const BROKEN: Row = { kind: 'retry', code: 'DRAY-3005', says: 'the connection broke' };
const UNUSABLE: Row = { kind: 'fatal', code: 'DRAY-3011', says: 'rsync refused the command' };
const INTERRUPTED: Row = { kind: 'retry', code: 'DRAY-3012', says: 'rsync was killed' };

/** Exit codes of rsync, of the shell, and of xfer itself; see EXIT VALUES in rsync(1). */
const ROWS: Readonly<Record<number, Row>> = {
  1: UNUSABLE,
  2: { ...UNUSABLE, says: 'the two rsyncs do not understand each other' },
  3: { ...UNUSABLE, says: 'rsync cannot use the source or target directory' },
  4: UNUSABLE,
  5: { ...UNUSABLE, says: 'the rsync daemon refused the connection' },
  6: UNUSABLE,
  10: BROKEN,
  11: { kind: 'fatal', code: 'DRAY-3008', says: 'a disk failed' },
  12: BROKEN,
  20: { ...INTERRUPTED, says: 'rsync was stopped' },
  30: { ...BROKEN, says: 'nothing was heard from the other end for too long' },
  35: { ...BROKEN, says: 'the rsync daemon did not answer' },
  75: { ...INTERRUPTED, says: 'an earlier pass still runs in the pod' },
  126: { ...UNUSABLE, says: 'rsync cannot be started' },
  127: { ...UNUSABLE, says: 'rsync is not there' },
  255: BROKEN,
};

/** Files may vanish and be unreadable for a moment while the application runs, not afterwards. */
const QUIET_ROWS: Readonly<Record<number, Row>> = {
  23: { kind: 'fatal', code: 'DRAY-3008', says: 'not everything could be copied' },
  24: { kind: 'fatal', code: 'DRAY-3009', says: 'files vanished although nothing should write' },
};
const LIVE_ROWS: Readonly<Record<number, Row>> = {
  23: { kind: 'warning', code: 'DRAY-3008', says: 'not everything could be copied yet' },
  24: { kind: 'done', says: 'copied; files vanished meanwhile' },
};

/** Words that say more than the exit code, whichever it is. */
const SIGNS: readonly [RegExp, Row][] = [
  [
    /No space left on device|Disk quota exceeded/,
    { kind: 'fatal', code: 'DRAY-3007', says: 'no room is left on the target, or no inode' },
  ],
  [
    /Read-only file system/,
    { kind: 'fatal', code: 'DRAY-3008', says: 'the target is mounted read-only' },
  ],
  [
    /Input\/output error|Structure needs cleaning/,
    { kind: 'fatal', code: 'DRAY-3008', says: 'a disk failed' },
  ],
  [
    /change_dir "\/data" .*failed/,
    { kind: 'fatal', code: 'DRAY-3008', says: 'the source is not mounted' },
  ],
  [/max connections|did not see server greeting/, BROKEN],
];

/** Of a far end that starts rsync for each connection. */
const FAR_END_SIGNS: typeof SIGNS = [
  [
    /^xfer: the receiver refused: .* cannot be written by uid/m,
    { kind: 'fatal', code: 'DRAY-3043', says: 'the target cannot be written to' },
  ],
  [/^xfer: the receiver refused/m, { ...UNUSABLE, says: 'the receiver refused the command' }],
];

/** What nobody but root may do does not become possible by waiting. */
const USER_SIGNS: typeof SIGNS = [
  [
    /^rsync: \[sender\] .*Permission denied/m,
    { kind: 'fatal', code: 'DRAY-3040', says: 'not everything may be read' },
  ],
  [
    /^rsync: \[(?:receiver|generator)\] .*(?:Permission denied|Operation not permitted)/m,
    { kind: 'fatal', code: 'DRAY-3043', says: 'not everything may be written' },
  ],
];

/** Codes behind which the tunnel's log knows the reason. */
const TUNNEL_CODES = new Set([5, 10, 12, 30, 35, 255]);

const TUNNEL_SIGNS: readonly [RegExp, Row][] = [
  [
    /alert illegal parameter|binder does not verify|alert handshake failure|alert decrypt error|no shared cipher|unknown psk/i,
    { kind: 'fatal', code: 'DRAY-3006', says: 'the other end has another key' },
  ],
  [/Connection refused/, { ...BROKEN, says: 'the receiver does not listen yet' }],
  [
    /No route to host|Network is unreachable/,
    { ...BROKEN, says: 'there is no way to the receiver' },
  ],
  [/timed out|TIMEOUTconnect exceeded/, { ...BROKEN, says: 'the receiver did not answer in time' }],
  [
    /Error resolving|Name or service not known/,
    { ...BROKEN, says: 'the name of the receiver does not resolve' },
  ],
  [/Connection reset|unexpected eof|Broken pipe/, { ...BROKEN, says: 'the receiver went away' }],
];

/** What to do after a pass, from its exit code and what was said of it. */
export function judgePass(end: PassEnd): PassVerdict {
  if (end.rc === 0) return { kind: 'done', reason: `${end.volume}: copied`, files: [] };

  const isLive = end.kind === 'initial' || end.kind === 'delta';
  const row =
    wordsOf(end) ?? (isLive ? LIVE_ROWS : QUIET_ROWS)[end.rc] ?? ROWS[end.rc] ?? INTERRUPTED;

  const files = complainedOf(end.stderr);
  const { says, ...verdict } = row;
  return { ...verdict, reason: sentence(end, says, files), files };
}

/** rsync was told to end. Only who changes the limit of a pass does so, and then it is no failure. */
export function wasStopped({ rc }: Pick<PassEnd, 'rc'>): boolean {
  // The latter before rsync has learnt to end by itself.
  return rc === 20 || rc === 143;
}

/** What the words say that were left, before any exit code. */
function wordsOf({ rc, stderr, tunnelLog = '', asUser = false }: PassEnd): Row | undefined {
  const said = withoutNames(stderr);
  return (
    signIn(said, SIGNS) ??
    signIn(said, FAR_END_SIGNS) ??
    (asUser ? signIn(said, USER_SIGNS) : undefined) ??
    (TUNNEL_CODES.has(rc) ? lastSignIn(tunnelLog, TUNNEL_SIGNS) : undefined)
  );
}

/** A pass that left no exit code: its container was restarted, or it was killed with its parent. */
export function judgeLostPass(volume: string): PassVerdict {
  return {
    kind: 'retry',
    code: 'DRAY-3012',
    reason: `${volume}: the container that ran the pass was restarted`,
    files: [],
  };
}

function sentence({ volume, rc, stderr }: PassEnd, says: string, files: string[]): string {
  const first = files[0];
  const where = first === undefined ? '' : `, first: ${first}`;
  // Of a daemon that refuses, its own words; they hold no secret, as rsync has none.
  const refusal = /^@ERROR: .*$|(?<=^xfer: the receiver )refused: .*$/m.exec(stderr)?.[0];
  return `${volume}: ${says} (rsync code ${String(rc)}${refusal === undefined ? '' : `, ${refusal}`}${where})`;
}

/** A file may be called as an error is worded; only the volume's root is looked for by name. */
function withoutNames(stderr: string): string {
  return stderr.replace(/"(?!\/data")[^"\n]*"/g, '""');
}

function signIn(text: string, signs: typeof SIGNS): Row | undefined {
  return signs.find(([sign]) => sign.test(text))?.[1];
}

/** The latest line counts: a tunnel refused at first and broken now is broken. */
function lastSignIn(log: string, signs: typeof SIGNS): Row | undefined {
  for (const line of log.split('\n').reverse()) {
    const row = signIn(line, signs);
    if (row !== undefined) return row;
  }
  return undefined;
}

/** rsync puts names into quotes: `… failed to open "/data/x": Permission denied (13)`. */
function complainedOf(stderr: string): string[] {
  const names = new Set<string>();
  for (const [, name] of stderr.matchAll(
    /^(?:rsync: |file has vanished: |IO error ).*?"(.*?)"/gm,
  )) {
    if (name !== undefined && names.size < MOST_FILES) names.add(name.replace(/^\/data\//, ''));
  }
  return [...names];
}
