import type { RenderedFile } from '../files.ts';
import type { Owner } from '../layout.ts';

/** How to see that a daemon is ready for its users, asked from outside, as they would. */
export type Probe =
  /** Answers 200; `ca` is the file of the authority, or `unverified` for self-signed ones. */
  | { kind: 'http'; url: string; ca?: string; unverified?: true }
  /** Something accepts connections on this Unix socket. */
  | { kind: 'socket'; path: string }
  /** A command of the daemon's own tools ends with exit code 0. */
  | { kind: 'command'; argv: string[] };

/**
 * A daemon as data: what to run, what to write before, how to see that it is ready. Plain JSON, so
 * that it can be kept beside the pid, and the daemon be started again from it.
 */
export interface Daemon {
  owner: Owner;
  name: string;
  /** Absolute path of the program. */
  program: string;
  args: string[];
  env?: Record<string, string>;
  files: RenderedFile[];
  /** Directories it expects to exist. */
  directories?: string[];
  ready: Probe;
  /** How long it may take to become ready on a slow, busy machine. */
  limitSeconds: number;
  /** Names of daemons of the same owner that must be ready first. */
  after: string[];
  /** What to look at when it does not become ready. */
  hint: string;
}

/** `--name=value` for each entry, a bare `--name` for `true`; the order is kept. */
export function flags(values: Record<string, string | number | boolean>): string[] {
  return Object.entries(values).map(([name, value]) =>
    value === true ? `--${name}` : `--${name}=${value}`,
  );
}
