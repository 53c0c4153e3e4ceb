import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

import type { CommandResult } from './command.ts';
import { SandboxFailure } from './sandbox-failure.ts';

export interface LongCommandOptions {
  cwd?: string;
  /** Added to the environment of this process. */
  env?: Record<string, string>;
  /** Written to standard input, which is empty otherwise. */
  input?: string;
  /** Ends the command and everything it started. */
  signal?: AbortSignal | undefined;
  /** Called for each line of standard error as it comes, e.g. to show progress. */
  onErrorLine?: (line: string) => void;
}

/** Time between asking a process group to end and ending it. */
const graceMs = 3000;
const liveGroups = new Set<number>();

/**
 * Runs a command that may take minutes and start others (compilers, package tools, kubectl). It
 * leads a process group of its own, so that all of it ends with an abort, and with this process.
 * @returns whatever the exit code: 127 when there is no such program, 128 when a signal ended it.
 * @throws the reason of an abort.
 */
export async function tryLongCommand(
  argv: readonly string[],
  options: LongCommandOptions = {},
): Promise<CommandResult> {
  options.signal?.throwIfAborted();
  const [file = '', ...args] = argv;
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: 'pipe',
    detached: true,
  });
  const release = endOnAbort(child, options.signal);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr, options.onErrorLine);
  child.stdin.on('error', () => undefined); // A program may end without reading its input.
  child.stdin.end(options.input);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    options.signal?.throwIfAborted();
    return { code: code ?? 128, stdout: stdout(), stderr: stderr() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { code: 127, stdout: '', stderr: `${file}: not found` };
  } finally {
    release();
  }
}

/** The same for a command that must succeed; answers its standard output. */
export async function runLongCommand(
  argv: readonly string[],
  options: LongCommandOptions & { hint: string },
): Promise<string> {
  const { code, stdout, stderr } = await tryLongCommand(argv, options);
  if (code === 0) return stdout;
  throw new SandboxFailure(`\`${argv.slice(0, 4).join(' ')}\` failed with exit code ${code}`, {
    found: lastLines(stderr.trim() === '' ? stdout : stderr),
    hint: options.hint,
  });
}

/** The end of an output: where programs say why they gave up. */
export function lastLines(output: string, count = 12): string {
  return output.trimEnd().split('\n').slice(-count).join('\n');
}

process.on('exit', () => {
  for (const pid of liveGroups) killGroup(pid, 'SIGKILL');
});

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

function endOnAbort(child: ChildProcess, signal: AbortSignal | undefined): () => void {
  const { pid } = child;
  if (pid === undefined) return () => undefined;
  liveGroups.add(pid);
  let lastResort: NodeJS.Timeout | undefined;
  const end = () => {
    killGroup(pid, 'SIGTERM');
    lastResort = setTimeout(() => killGroup(pid, 'SIGKILL'), graceMs).unref();
  };
  signal?.addEventListener('abort', end, { once: true });
  return () => {
    clearTimeout(lastResort);
    liveGroups.delete(pid);
    signal?.removeEventListener('abort', end);
  };
}

/** Gathers a stream's text, and hands over each complete line as soon as it is there. */
function collect(stream: Readable, onLine?: (line: string) => void): () => string {
  const gathered: string[] = [];
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    gathered.push(chunk);
    if (!onLine) return;
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  return () => gathered.join('');
}
