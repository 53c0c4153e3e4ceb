import { SandboxFailure } from '../../infra/sandbox/sandbox-failure.ts';
import { CommandError } from '../command-error.ts';
import { EXIT } from '../exit-codes.ts';

/** What went wrong with the sandbox, as the error that ends the command: with the evidence. */
export function errorOfSandbox(error: unknown): unknown {
  if (!(error instanceof SandboxFailure)) return error;
  const evidence = error.found.trimEnd();
  const detail = evidence === '' ? error.message : `${error.message}\n${indent(evidence)}`;
  return new CommandError({ exitCode: EXIT.failed, detail, hint: error.hint }, error);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  | ${line}`)
    .join('\n');
}
