import { spawn } from 'node:child_process';

import { SandboxFailure } from './sandbox-failure.ts';

export interface CommandOptions {
  /** Written to standard input, which is closed afterwards; without it standard input is empty. */
  input?: string;
  env?: NodeJS.ProcessEnv;
  /** Kills the command; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** What the reader should do when it fails. */
  hint?: string;
}

export interface CommandResult {
  /** Exit code; 127 when the program does not exist, 128 when a signal ended it. */
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a short command to its end, whatever its exit code. */
export async function tryCommand(
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const [file = '', ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      // Out of the terminal's process group: a Ctrl-C is for us, who then end things in order.
      detached: true,
      ...(options.env && { env: options.env }),
      ...(options.signal && { signal: options.signal, killSignal: 'SIGKILL' }),
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve({ code: 127, stdout: '', stderr: `${file}: not found` });
      else reject(options.signal?.aborted ? abortReason(options.signal) : error);
    });
    child.on('close', (code) => {
      const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString('utf8');
      resolve({ code: code ?? 128, stdout: text(out), stderr: text(err) });
    });
    // A program may exit without reading its input; that is its exit code's story, not ours.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

/** Runs a short command that must succeed; answers its standard output. */
export async function runCommand(
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await tryCommand(argv, options);
  options.signal?.throwIfAborted();
  if (code === 0) return stdout;
  throw new SandboxFailure(`\`${argv.join(' ')}\` failed with exit code ${code}`, {
    found: stderr || stdout,
    hint: options.hint ?? 'Read the message above; `dray sandbox down` always starts from clean.',
  });
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('interrupted');
}
