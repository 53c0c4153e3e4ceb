import { Command, CommanderError } from 'commander';
import { readVersion } from '../api/version.ts';
import { COMMANDS } from './command-table.ts';
import { CommandError } from './command-error.ts';
import { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { addGlobalOptions } from './global-options.ts';
import { exitCodeHelp, GLOBAL_HELP } from './help.ts';
import type { Io } from './io.ts';
import { printError } from './output.ts';

/** Called by the completion scripts, not by people. */
const COMPLETE = '__complete';

/** Runs one command line (without the program's own name) and answers with the exit code. */
export async function runProgram(args: readonly string[], io: Io): Promise<ExitCode> {
  const context = new Context(io);
  const program = await createProgram(args, context);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return context.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version were printed; everything else commander throws is a wrong command line.
    if (error.exitCode === 0) return EXIT.ok;
    if (wantsJson(args)) printError({ io, output: 'json' }, usageOf(error));
    return EXIT.usage;
  }
}

/** All commands by name and summary; those that the line may mean in full. */
export async function createProgram(args: readonly string[], context: Context): Promise<Command> {
  const { io } = context;
  const program = new Command('dray')
    .description('Moves Kubernetes and OpenShift applications, with their data, between clusters.')
    .version(readVersion(), '--version', 'print the version')
    .enablePositionalOptions()
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .commandsGroup('Other:')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', exitCodeHelp());
  for (const { name, summary, group, load } of COMMANDS) {
    const command = program.command(name).description(summary).helpGroup(`${group}:`);
    if (args.includes(name)) (await load()).configure(command, context);
  }
  if (args[0] === COMPLETE) {
    const { configure } = await import('./commands/complete.ts');
    configure(program.command(COMPLETE, { hidden: true }), context);
  }
  addGlobalOptions(program);
  walk(program, (command) => prepare(command, io, wantsJson(args)));
  for (const child of program.commands) walk(child, addFooter);
  return program;
}

/** Errors are thrown instead of ending the process, and under `-o json` commander says nothing by itself. */
function prepare(command: Command, io: Io, json: boolean): void {
  command
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      outputError: (text, write) => {
        if (!json) write(text.replace(/^error: /, 'dray: '));
      },
    });
}

function addFooter(command: Command): void {
  command.addHelpText('after', GLOBAL_HELP);
}

function walk(command: Command, visit: (command: Command) => void): void {
  visit(command);
  for (const child of command.commands) walk(child, visit);
}

/** Read before commander does, for the lines that it refuses. */
function wantsJson(args: readonly string[]): boolean {
  return args.some((arg, at) => {
    if (arg === '-ojson' || arg === '--output=json') return true;
    return arg === 'json' && ['-o', '--output'].includes(args[at - 1] ?? '');
  });
}

function usageOf(error: CommanderError): CommandError {
  const detail = error.message.replace(/^error: /, '');
  return new CommandError({ exitCode: EXIT.usage, detail });
}
