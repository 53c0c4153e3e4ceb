import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { endChild, hasEnded, startChild } from './child.ts';
import { DemoFailure } from './demo-failure.ts';
import { DRAY } from './dray.ts';
import { waitUntil } from './wait.ts';

export interface ServerOptions {
  args: string[];
  port: number;
  logFile: string;
  /** Remembers the process, so that a run that was killed leaves no server behind for ever. */
  pidFile: string;
  signal: AbortSignal;
}

export interface Server {
  url: string;
  /** What to tell the reader when it has ended by itself; undefined while it runs. */
  whyGone: () => DemoFailure | undefined;
  stop: () => Promise<void>;
}

/** Nobody reads the worker's metrics here, and another worker may have the usual port. */
const ANY_METRICS_PORT = { DRAY_WORKER_METRICS: '127.0.0.1:0' };

const READY_LIMIT_MS = 90_000;

/** Starts `dray serve` and waits until it is ready to answer. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { args, port, logFile, pidFile, signal } = options;
  await requireFreePort({ port, pidFile, signal });
  const url = `http://127.0.0.1:${port}`;
  keepOldLog(logFile);
  const child = startChild([DRAY, ...args], {
    logFile,
    env: { ...ANY_METRICS_PORT, ...process.env },
  });
  if (child.pid !== undefined) writeFileSync(pidFile, `${child.pid}\n`);
  const stop = async (): Promise<void> => {
    await endChild(child);
    rmSync(pidFile, { force: true });
  };
  try {
    await waitUntilReady(child, url, { logFile, signal });
  } catch (error) {
    await stop();
    throw error;
  }
  const whyGone = (): DemoFailure | undefined => (hasEnded(child) ? goneBy(logFile) : undefined);
  return { url, whyGone, stop };
}

/** Ends the server of a demo that was killed; throws when somebody else has the port. */
export async function requireFreePort({
  port,
  pidFile,
  signal,
}: Pick<ServerOptions, 'port' | 'pidFile' | 'signal'>): Promise<void> {
  await endForgottenServer(pidFile, signal);
  if (!(await isListening(port))) return;
  throw new DemoFailure(`Port ${port} is taken, and dray serve needs one`, {
    hint: `Find its holder with \`ss -Hltnp sport = :${port}\` and stop it, or set DRAY_DEMO_PORT to a free port.`,
  });
}

async function waitUntilReady(
  child: ChildProcess,
  url: string,
  { logFile, signal }: Pick<ServerOptions, 'logFile' | 'signal'>,
): Promise<void> {
  let last = 'no answer';
  const ended = await waitUntil({
    what: `dray serve at ${url}`,
    limitMs: READY_LIMIT_MS,
    signal,
    look: async () => {
      if (hasEnded(child)) return true;
      const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
      last = `${answer.status} ${(await answer.text()).slice(0, 200)}`;
      return answer.ok ? false : undefined;
    },
    diagnose: () => Promise.resolve([`last answer: ${last}`, ...tailOf(logFile)]),
  });
  if (ended) throw goneBy(logFile);
}

function goneBy(logFile: string): DemoFailure {
  return new DemoFailure('dray serve ended by itself', {
    clues: tailOf(logFile),
    hint: `Read ${logFile}; then run \`make demo\` again.`,
  });
}

/** A run that begins anew shall not wipe out why the last one failed. */
function keepOldLog(logFile: string): void {
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.old`);
}

/** The last lines of a log, for a person. */
function tailOf(logFile: string, lines = 15): string[] {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines);
  } catch {
    return [];
  }
}

/** Ends the server of a run that could not clean up, if it is still there and still is one. */
async function endForgottenServer(pidFile: string, signal: AbortSignal): Promise<void> {
  const pid = forgottenServer(pidFile);
  if (pid === undefined) return;
  process.kill(pid, 'SIGTERM');
  await waitUntil({
    what: `the old dray serve (pid ${pid}) to end`,
    limitMs: 15_000,
    signal,
    look: () => Promise.resolve(forgottenServer(pidFile) === undefined ? true : undefined),
    diagnose: () => Promise.resolve([`End it by hand: kill -KILL ${pid}`]),
  });
}

/** The number may belong to another process by now: its command line must be ours. */
function forgottenServer(pidFile: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8'));
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return command.some((word) => word.endsWith('cli/main.ts')) && command.includes('serve')
      ? pid
      : undefined;
  } catch {
    return undefined;
  }
}

async function isListening(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = createConnection({ host: '127.0.0.1', port });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  const listening = await promise;
  socket.destroy();
  return listening;
}
