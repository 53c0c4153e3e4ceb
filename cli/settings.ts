import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { usageError } from './command-error.ts';
import { parseDuration } from './format.ts';
import { globalValue } from './global-options.ts';
import type { Io } from './io.ts';

export const OUTPUTS = ['table', 'wide', 'json', 'yaml', 'name'] as const;
export type Output = (typeof OUTPUTS)[number];

/** What the global options and the environment come to. */
export interface Settings {
  /** Base URL without a slash at its end. */
  server: string;
  token?: string;
  /** The server's default when left out. */
  namespace?: string;
  output: Output;
  requestTimeoutMs: number;
  verbose: boolean;
}

type Env = Io['env'];

/** Reads them; throws a usage error that names the wrong one. */
export function readSettings(command: Command, env: Env): Settings {
  const text = (name: Parameters<typeof globalValue>[1]): string | undefined => {
    const value = globalValue(command, name);
    return typeof value === 'string' ? value : undefined;
  };
  const token = text('token') ?? readToken(text('tokenFile'), env);
  const namespace = text('namespace');
  return {
    server: checkServer(text('server') ?? env['DRAY_SERVER'] ?? 'http://127.0.0.1:8080'),
    output: checkOutput(text('output') ?? 'table'),
    requestTimeoutMs: checkDuration('--request-timeout', text('requestTimeout') ?? '30s'),
    verbose: globalValue(command, 'verbose') === true,
    ...(token === undefined ? {} : { token }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** Milliseconds of a flag's value, or a usage error that shows how to write it. */
export function checkDuration(flag: string, text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  throw usageError(`${flag} ${text}: not a length of time`, 'Write it like 90s, 30m or 1h30m.');
}

/** A format that `-o` knows, even when nothing else of the line could be read. */
function checkOutput(text: string): Output {
  const output = OUTPUTS.find((known) => known === text);
  if (output !== undefined) return output;
  throw usageError(`-o ${text}: no such format`, `Use one of ${OUTPUTS.join(', ')}.`);
}

/** Where the token lies when nobody says otherwise. */
function tokenPath(env: Env): string {
  return join(env['XDG_CONFIG_HOME'] ?? join(env['HOME'] ?? homedir(), '.config'), 'drayage/token');
}

/** A file named on the command line must be there; the usual place may be empty. */
function readToken(named: string | undefined, env: Env): string | undefined {
  if (named !== undefined) return readSecret('--token-file', named);
  if (env['DRAY_TOKEN'] !== undefined) return env['DRAY_TOKEN'];
  try {
    return readFileSync(tokenPath(env), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** The content of a file with a secret, without the newline that editors add. */
export function readSecret(flag: string, path: string): string {
  const content = readText(flag, path).trim();
  if (content === '') throw usageError(`${flag} ${path}: the file is empty`);
  return content;
}

/** The text of a file that a flag names; `-` is the standard input. */
export function readText(flag: string, path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw usageError(`${flag} ${path}: cannot be read: ${why}`);
  }
}

function checkServer(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text.replace(/\/+$/, '');
  throw usageError(`--server ${text}: not an http or https address`);
}
