import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { endChild } from '../../../infra/demo/child.ts';
import { waitUntil } from '../../e2e/harness/wait.ts';
import type { Cpu } from './group.ts';
import type { Place } from './way.ts';

/** The sender works on the first processor, the receiver on the second, whatever the way. */
export const SENDER = 0 satisfies Cpu;
export const RECEIVER = 1 satisfies Cpu;

const SHOWN = 2000;

interface Options {
  cwd?: string;
  env?: Record<string, string>;
}

/** Runs a command of a way to its end, which must be a good one; answers what it printed. */
export async function run(
  { directory, group }: Place,
  cpu: Cpu,
  command: readonly string[],
  { cwd, env }: Options = {},
): Promise<string> {
  const [out, err] = [path.join(directory, 'out'), path.join(directory, 'err')];
  // To files, as in a pod: a pipe would make the reader part of the measurement.
  const files = [openSync(out, 'w'), openSync(err, 'w')] as const;
  const [file = '', ...args] = group.inside(cpu, command);
  const child = spawn(file, args, {
    stdio: ['ignore', ...files],
    env: { ...process.env, ...env },
    ...(cwd !== undefined && { cwd }),
  });
  files.forEach(closeSync);
  await once(child, 'exit');
  if (child.exitCode === 0) return readFileSync(out, 'utf8');
  const said = readFileSync(err, 'utf8') || readFileSync(out, 'utf8');
  const end = child.exitCode ?? child.signalCode;
  throw new Error(`\`${command.join(' ')}\` ended with ${end}: ${said.slice(-SHOWN)}`);
}

/** Starts a command that serves until it is ended. */
export function serve(
  { directory, group }: Place,
  cpu: Cpu,
  command: readonly string[],
): ChildProcess {
  const log = openSync(path.join(directory, `${path.basename(command[0] ?? '')}-${cpu}.log`), 'a');
  const [file = '', ...args] = group.inside(cpu, command);
  try {
    return spawn(file, args, { detached: true, stdio: ['ignore', log, log] });
  } finally {
    closeSync(log);
  }
}

/** Starts daemons, waits until each listens, and ends them in the opposite order. */
export function daemons(
  place: Place,
  list: readonly { cpu: Cpu; command: readonly string[]; port: number }[],
): { start(): Promise<void>; stop(): Promise<void> } {
  let running: ChildProcess[] = [];
  return {
    async start() {
      running = list.map(({ cpu, command }) => serve(place, cpu, command));
      for (const { command, port } of list) {
        const look = () => Promise.resolve(isListening(socketTables(), port) || undefined);
        const what = `${command.join(' ')} at port ${port}`;
        await waitUntil(look, { what, limitMs: 10_000, everyMs: 2 });
      }
    },
    async stop() {
      await Promise.all(running.map(endChild));
      running = [];
    },
  };
}

/** Asked of the kernel: a connection to find out would be one more for the daemon to serve. */
function socketTables(): string {
  return ['tcp', 'tcp6'].map((name) => readFileSync(`/proc/net/${name}`, 'utf8')).join('\n');
}

/** Whether a table of sockets has one that listens at the port. */
export function isListening(tables: string, port: number): boolean {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return new RegExp(`^ *\\d+: [0-9A-F]+:${hex} [0-9A-F]+:0000 0A `, 'm').test(tables);
}
