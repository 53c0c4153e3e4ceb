import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { DRAY } from '../../../infra/demo/dray.ts';

export interface DrayResult {
  code: number;
  stdout: string;
  stderr: string;
}

export interface DrayOptions {
  env?: NodeJS.ProcessEnv;
  limitMs?: number;
}

const LIMIT_MS = 180_000;

/** Runs one command of the product to its end, whatever its exit code. */
export async function runDray(
  args: readonly string[],
  { env = {}, limitMs = LIMIT_MS }: DrayOptions = {},
): Promise<DrayResult> {
  const child = spawn(DRAY, args, {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
  });
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]);
  if (code !== null) return { code, stdout, stderr };
  throw new Error(`dray ${args.join(' ')} was ended by ${String(signal)}\n${stdout}\n${stderr}`);
}
