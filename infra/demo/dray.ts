import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import pc from 'picocolors';
import { DemoFailure } from './demo-failure.ts';

export const DRAY = path.join(import.meta.dirname, '../../bin/dray');

const LEAVE_MS = 3_000;

/** The command line of the product, used as a person would use it. */
export interface Dray {
  /** Shows the command, runs it in full view, and answers its exit code. */
  show(args: string[], env?: NodeJS.ProcessEnv): Promise<number>;
  /** The same for a command without which the demo cannot go on. */
  must(args: string[], env?: NodeJS.ProcessEnv): Promise<void>;
  /** Shows a command that need not be run, and why. */
  mention(args: string[], why: string): void;
  /** Runs a command out of sight and reads the JSON that it prints. */
  read(args: string[]): Promise<unknown>;
}

/** `env` goes to every command, e.g. DRAY_SERVER. */
export function createDray(env: NodeJS.ProcessEnv, signal: AbortSignal): Dray {
  async function show(args: string[], more: NodeJS.ProcessEnv = {}): Promise<number> {
    signal.throwIfAborted();
    process.stdout.write(`\n${pc.bold(`$ ${commandLine(args, more)}`)}\n`);
    // Nobody is asked anything: what the demo does was wanted when it was started.
    const stdio = ['ignore' as const, 'inherit' as const, 'inherit' as const];
    const child = spawn(DRAY, args, { env: { ...env, ...more }, stdio });
    const hurry = hurryOnAbort(child, signal);
    const [code] = (await once(child, 'exit')) as [number | null];
    hurry.release();
    signal.throwIfAborted();
    return code ?? 128;
  }

  return {
    show,
    mention: (args, why) =>
      void process.stdout.write(`\n${pc.dim(`$ ${commandLine(args)}   (${why})`)}\n`),
    must: async (args, more) => {
      const code = await show(args, more);
      if (code === 0) return;
      throw new DemoFailure(`dray ${args.slice(0, 2).join(' ')} ended with exit code ${code}`, {
        hint: 'Read what it printed above; then run `make demo` again, it begins anew.',
      });
    },
    read: async (args) => {
      const child = spawn(DRAY, [...args, '-o', 'json'], {
        env,
        signal,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const ended = once(child, 'close') as Promise<[number | null]>;
      const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
      if (code === 0) return JSON.parse(out) as unknown;
      throw new DemoFailure(`dray ${args.join(' ')} ended with exit code ${String(code)}`, {
        clues: err.trim().split('\n'),
        hint: 'Run `make demo` again; if it stays, look into .cache/demo/serve.log.',
      });
    },
  };
}

/** A Ctrl-C reaches the command too, and it takes its leave; only when it does not, it is ended. */
function hurryOnAbort(child: ChildProcess, signal: AbortSignal): { release: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    timer = setTimeout(() => child.kill('SIGTERM'), LEAVE_MS);
  };
  signal.addEventListener('abort', end, { once: true });
  return {
    release: () => {
      signal.removeEventListener('abort', end);
      clearTimeout(timer);
    },
  };
}

/** The line as one would type it. A secret is passed in the environment and shown by its name only. */
export function commandLine(args: string[], env: NodeJS.ProcessEnv = {}): string {
  const assignments = Object.keys(env).map((name) => `${name}=…`);
  return [...assignments, 'dray', ...args.map(quote)].join(' ');
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
