/**
 * What went wrong while the sandbox was handled, and what the person in front of it can do.
 * `found` is evidence (a log's last lines, a command's output), `hint` an instruction.
 */
export class SandboxFailure extends Error {
  readonly found: string;
  readonly hint: string;

  constructor(what: string, about: { found?: string; hint: string; cause?: unknown }) {
    super(what, about.cause === undefined ? undefined : { cause: about.cause });
    this.name = 'SandboxFailure';
    this.found = about.found ?? '';
    this.hint = about.hint;
  }

  /** The whole story in lines, as the command line shows it. */
  explain(): string {
    const evidence = this.found.trimEnd();
    return [
      this.message,
      ...(evidence === '' ? [] : evidence.split('\n').map((line) => `  | ${line}`)),
      `What to do: ${this.hint}`,
    ].join('\n');
  }
}
