import * as z from 'zod';
import { STATE_PATH } from './layout.ts';

/** Sections of a manifest, in the order in which they are worth looking at. */
export const SECTIONS = ['entries', 'devices', 'links', 'xattrs', 'contents'] as const;
export type Section = (typeof SECTIONS)[number];

/** Runs a command detached under an id; a second start of the same id does nothing. */
export function startCommand(id: string, command: string[]): string[] {
  return ['xfer', 'start', id, ...command];
}

/** Whether a start was the first of its id, from what xfer prints. */
export function isStarted(text: string): boolean {
  return z.object({ state: z.string() }).parse(JSON.parse(text)).state === 'started';
}

/** Ends what runs under an id, with exit code 20 if it is rsync; its status tells when it has ended. */
export function stopCommand(id: string): string[] {
  return ['xfer', 'stop', id];
}

/** Prints the words of the command that runs under an id, each ended by NUL. */
export function wordsCommand(id: string): string[] {
  return ['sh', '-c', `cat "/proc/$(cat '${STATE_PATH}/${id}/child')/cmdline"`];
}

export function statusCommand(id: string): string[] {
  return ['xfer', 'status', id];
}

export interface ManifestOptions {
  /** Id of an earlier manifest in the same pod: only what has changed since is read. */
  since?: string;
  /** After a restore by Velero, which leaves a directory in the root for a while. */
  ignoreRootTime?: boolean;
  /** Beside a running application: one reader, at the end of every queue. */
  gently?: boolean;
  /** Only what a receiver keeps that is not root: no owners, and of attributes those of users. */
  asUser?: boolean;
}

/** Describes the volume under an id; takes as long as reading it, so start it detached. */
export function manifestCommand(id: string, options: ManifestOptions = {}): string[] {
  return [
    ...(options.gently === true
      ? ['env', 'XFER_JOBS=1', 'nice', '-n', '19', 'ionice', '-c', '3']
      : []),
    'xfer',
    'manifest',
    id,
    ...(options.since === undefined ? [] : ['--since', options.since]),
    ...(options.ignoreRootTime === true ? ['--ignore-root-time'] : []),
    ...(options.asUser === true ? ['--as-user'] : []),
  ];
}

/** A section of a finished manifest, as base64 of gzip. */
export function fetchCommand(id: string, section: Section): string[] {
  return ['xfer', 'fetch', id, section];
}

export function selfCheckCommand(): string[] {
  return ['xfer', 'self-check'];
}

/** Counts what a receiver that is that user cannot keep; walks the whole volume, so start it detached. */
export function unkeptCommand({ uid, gid }: { uid: number; gid: number }): string[] {
  return ['xfer', 'unkept', String(uid), String(gid)];
}

const BinaryText = z.base64().transform((encoded) => atob(encoded));

const Status = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'lost', 'unknown']),
  rc: z.int().optional(),
  startedAtMs: z.int().optional(),
  finishedAtMs: z.int().optional(),
  nowMs: z.int(),
  out: BinaryText,
  err: BinaryText,
});

/**
 * What `xfer status` says. `lost`: the container restarted or the pass was killed, start a new id;
 * `unknown`: never started in this pod. `rc` is there when the state is `done`. Times are of the
 * pod's clock; `out` and `err` are the last 4 KiB of the output, a character per byte.
 */
export type PassStatus = z.infer<typeof Status>;

/** @throws ZodError or SyntaxError when the text is not what xfer prints */
export function parseStatus(text: string): PassStatus {
  return Status.parse(JSON.parse(text));
}

/** How long a pass has run, or ran; 0 before its start. */
export function secondsOf(status: PassStatus): number {
  if (status.startedAtMs === undefined) return 0;
  return Math.max(0, ((status.finishedAtMs ?? status.nowMs) - status.startedAtMs) / 1000);
}

const FileSystem = z.object({
  type: z.string(),
  sizeBytes: z.number(),
  freeBytes: z.number(),
  inodes: z.number(),
  freeInodes: z.number(),
});

const SelfCheck = z.object({
  /** Effective capabilities, hexadecimal, as in /proc/self/status. */
  capEff: z.string().regex(/^[0-9a-f]+$/),
  uid: z.int(),
  /** Output of `rsync --version`. */
  rsync: BinaryText,
  /** Tools that the image lacks. */
  missing: z.array(z.string()),
  /** Nothing in the volume, but for lost+found. */
  dataEmpty: z.boolean(),
  /** Whether the root of the volume can be listed, and written to; undefined of older images. */
  readable: z.boolean().optional(),
  writable: z.boolean().optional(),
  fileSystem: FileSystem,
});
export type SelfCheck = z.infer<typeof SelfCheck>;

/** @throws ZodError or SyntaxError when the text is not what xfer prints */
export function parseSelfCheck(text: string): SelfCheck {
  return SelfCheck.parse(JSON.parse(text));
}

const Found = z.object({
  count: z.int(),
  /** The first path that was found, a character per byte; empty when there is none. */
  first: BinaryText,
});

const Unkept = z.object({
  /** Entries of other owners and groups, and devices. */
  owners: Found,
  groups: Found,
  devices: Found,
});
export type Unkept = z.infer<typeof Unkept>;

/** What `xfer unkept` says; `undefined` while it has not. */
export function parseUnkept(output: string): Unkept | undefined {
  const line = output.split('\n').findLast((text) => text.startsWith('{"unkept":'));
  return line === undefined
    ? undefined
    : z.object({ unkept: Unkept }).parse(JSON.parse(line)).unkept;
}

const Summary = z.object({
  manifest: z.string(),
  startedAtMs: z.int(),
  finishedAtMs: z.int(),
  entries: z.int(),
  /** Regular files by name, and the sum of their sizes. */
  files: z.int(),
  bytes: z.int(),
  /** Inodes that were read; the others are as in the earlier manifest. */
  filesHashed: z.int(),
  filesUnreadable: z.int(),
  walkErrors: z.int(),
  xattrErrors: z.int(),
  digests: z.record(z.enum(SECTIONS), z.string()),
});
export type ManifestSummary = z.infer<typeof Summary>;

/**
 * The summary of a manifest, from the output of the command or from the end of its pass: phases,
 * then one line of JSON. `undefined` while that has not come.
 */
export function parseSummary(output: string): ManifestSummary | undefined {
  const line = output.split('\n').findLast((text) => text.startsWith('{"manifest":'));
  return line === undefined ? undefined : Summary.parse(JSON.parse(line));
}
