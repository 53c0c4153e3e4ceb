import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { endChild, hasEnded, startChild } from '../../../infra/demo/child.ts';
import { DRAY } from '../../../infra/demo/dray.ts';

/** A process of the product: a worker or a server. */
export interface Service {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  hasEnded(): boolean;
  /** At once and without a farewell, as a crash would. Resolves when it is gone. */
  kill(): Promise<void>;
  /** As an orchestrator would: asks, and insists after a while. */
  stop(): Promise<void>;
  /** Holds it still, as a machine that is out of breath, and lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** The last lines of its log. */
  tail(lines?: number): string;
}

export interface ServiceOptions {
  name: string;
  args: readonly string[];
  /** @default the command line of the product */
  command?: readonly string[];
  logFile: string;
  env?: NodeJS.ProcessEnv;
}

export function startService({
  name,
  args,
  command = [DRAY],
  logFile,
  env,
}: ServiceOptions): Service {
  const child = startChild([...command, ...args], {
    logFile,
    // Jest's own options are not for the product.
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started`);
  return {
    name,
    pid,
    logFile,
    hasEnded: () => hasEnded(child),
    kill: () => killNow(child),
    stop: () => endChild(child),
    signal: (signal) => void child.kill(signal),
    tail: (lines = 40) => tailOf(logFile, lines),
  };
}

async function killNow(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Every request is logged twice; what went wrong stands between them. */
const ROUTINE = /"msg":"(incoming request|request completed)"/;
const WIDTH = 600;

function tailOf(logFile: string, lines: number): string {
  try {
    const told = readFileSync(logFile, 'utf8').trimEnd().split('\n');
    const worth = told.filter((line) => !ROUTINE.test(line)).slice(-lines);
    return worth.map((line) => line.slice(0, WIDTH)).join('\n');
  } catch (error) {
    return String(error);
  }
}
