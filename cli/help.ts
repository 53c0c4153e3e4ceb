import type { Command } from 'commander';
import { EXIT_MEANINGS } from './exit-codes.ts';

/** A line of the shell, and what it is good for. */
export type Example = readonly [command: string, purpose: string];

/** Examples come first: most people read no further. */
export function addExamples(command: Command, examples: readonly Example[]): void {
  const lines = examples.map(([text, purpose]) => `  # ${purpose}\n  ${text}\n`);
  command.addHelpText('before', `Examples:\n${lines.join('')}`);
}

/** The exit codes as a table, for the end of the program's help. */
export function exitCodeHelp(): string {
  const rows = EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(5)} ${meaning}`);
  return `\nExit codes:\n${rows.join('\n')}\n`;
}

/** Points at what is not repeated on each page. */
export const GLOBAL_HELP = '\nGlobal options and exit codes: dray --help\n';
