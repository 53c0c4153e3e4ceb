import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { until } from './test-pod.ts';

/** A process of a pod, with its log. */
export interface Daemon {
  log(): string;
  /** Ends it and all its children at once. */
  kill(): Promise<void>;
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** Starts a command in a process group of its own. */
export function startDaemon(directory: string, command: string[]): Daemon {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const logFile = join(directory, 'log');
  mkdirSync(directory, { recursive: true });
  writeFileSync(logFile, '');
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      writeFileSync(logFile, chunk, { flag: 'a' });
    });
  }
  return { log: () => readFileSync(logFile, 'utf8'), kill: () => killGroup(child) };
}

async function killGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    return; // It has ended already.
  }
  await until(
    () => Promise.resolve(child.exitCode !== null || child.signalCode !== null || undefined),
    'the end of a daemon',
  );
}

/** Replaces what only exists inside a pod, paths and ports; what was put in is not replaced again. */
export function localize(text: string, replacements: Record<string, string>): string {
  const inside = new RegExp(Object.keys(replacements).join('|'), 'g');
  return text.replace(inside, (found) => replacements[found] ?? found);
}
