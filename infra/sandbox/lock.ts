import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { LOCK_FILE } from './layout.ts';
import { SandboxFailure } from './sandbox-failure.ts';

export interface Lock {
  release: () => Promise<void>;
}

export interface LockOptions {
  /** Written into the file, for the one who has to wait: `dray sandbox up`. */
  purpose: string;
  signal?: AbortSignal;
  /** Called once when somebody else holds the lock, with his words. */
  onWait?: (holder: string) => void;
  /** @default LOCK_FILE */
  file?: string;
}

/**
 * Takes the machine-wide lock, waiting for its holder to finish.
 *
 * Node has no flock(2), so a child holds it: flock(1) runs a `cat` that reads from our pipe. When
 * this process ends, in whatever way, the pipe closes, `cat` ends and the kernel frees the lock.
 * Hence no lock is ever stale, and none is ever broken by a guess about somebody's pid.
 */
export async function takeLock(options: LockOptions): Promise<Lock> {
  const file = options.file ?? LOCK_FILE;
  await mkdir(dirname(file), { recursive: true });
  const holder =
    (await hold(file, ['--nonblock'], options.signal)) ?? (await waitForLock(file, options));
  if (!holder) {
    throw new SandboxFailure(`Cannot lock ${file}`, {
      hint: 'Check that flock (package util-linux) is installed and that the file is writable.',
    });
  }
  return held(holder, file, options.purpose);
}

/** Takes a lock if nobody holds it; otherwise answers with the words of its holder. */
export async function tryLock({
  purpose,
  file,
}: {
  purpose: string;
  file: string;
}): Promise<Lock | { heldBy: string }> {
  await mkdir(dirname(file), { recursive: true });
  const holder = await hold(file, ['--nonblock']);
  return holder === undefined ? { heldBy: await wordsOfHolder(file) } : held(holder, file, purpose);
}

/** Leaves word for those who come later. */
async function held(holder: ChildProcess, file: string, purpose: string): Promise<Lock> {
  await writeFile(file, `${purpose}, pid ${process.pid}, ${new Date().toISOString()}\n`);
  return { release: () => end(holder) };
}

async function wordsOfHolder(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => '')).trim();
}

async function waitForLock(file: string, options: LockOptions): Promise<ChildProcess | undefined> {
  options.onWait?.(await wordsOfHolder(file));
  return hold(file, [], options.signal);
}

/** The child that holds the lock, or undefined when somebody else does. */
async function hold(
  file: string,
  flags: readonly string[],
  signal?: AbortSignal,
): Promise<ChildProcess | undefined> {
  signal?.throwIfAborted();
  // Its own session: a Ctrl-C for us must not take the lock away before we have cleaned up.
  const child = spawn('flock', [...flags, file, 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  const interrupt = () => child.stdin.end();
  const kill = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', kill, { once: true });
  const held = await new Promise<boolean>((resolve) => {
    child.stdout.once('data', () => resolve(true));
    child.once('close', () => resolve(false));
    child.once('error', () => resolve(false));
  });
  signal?.removeEventListener('abort', kill);
  if (signal?.aborted) {
    interrupt();
    signal.throwIfAborted();
  }
  return held ? child : undefined;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.stdin?.end();
  await closed;
}
