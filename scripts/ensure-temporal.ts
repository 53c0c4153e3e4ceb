import { createProgress } from '../infra/sandbox/progress.ts';
import { SandboxFailure } from '../infra/sandbox/sandbox-failure.ts';
import { resolveTools } from '../infra/sandbox/toolchain/toolchain.ts';

// Tests of workflows start a Temporal of their own, and could not wait for a compiler.
console.log('The clusters exist already: of the sandbox only the Temporal program is needed.');
try {
  await resolveTools(['temporal'], createProgress());
} catch (error) {
  if (!(error instanceof SandboxFailure)) throw error;
  console.error(error.explain());
  process.exitCode = 1;
}
