import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pc from 'picocolors';
import { isFailure } from '../../domain/failures/failure.ts';
import { createProgress } from '../sandbox/progress.ts';
import { SandboxFailure } from '../sandbox/sandbox-failure.ts';
import { runDemo } from './demo.ts';
import { DemoFailure } from './demo-failure.ts';
import { readOptions } from './options.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const INTERRUPTED = 130;

/** Exit codes: 0 when every proof holds, 1 when not, 130 after Ctrl-C. */
async function main(signal: AbortSignal): Promise<number> {
  const folder = path.join(ROOT, '.cache/demo');
  mkdirSync(folder, { recursive: true });
  const holds = await runDemo({
    options: readOptions(process.env),
    progress: createProgress(process.stdout),
    say: (line) => void process.stdout.write(`${line}\n`),
    signal,
    folder,
  });
  return holds ? 0 : 1;
}

/** The first Ctrl-C ends what we started, in order; a second one, in a hurry, ends us at once. */
function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => {
      process.stderr.write('\nStopping; once more to stop at once.\n');
      controller.abort(new Error('interrupted'));
    });
  }
  return controller.signal;
}

/** What a person reads when the demo cannot go on. */
function explain(error: unknown): string {
  if (error instanceof DemoFailure || error instanceof SandboxFailure) return error.explain();
  if (isFailure(error)) return `${error.message}\nWhat to do: ${error.hint}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const signal = interruptSignal();
try {
  process.exitCode = await main(signal);
} catch (error) {
  const message = signal.aborted
    ? 'Interrupted. `make demo` begins anew; `make clean` takes the clusters away.'
    : `${pc.red('The demo cannot go on.')} ${explain(error)}`;
  process.stderr.write(`\n${message}\n`);
  process.exitCode = signal.aborted ? INTERRUPTED : 1;
}
