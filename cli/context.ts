import type { Command } from 'commander';
import { recordOf, isFailure } from '../domain/failures/failure.ts';
import { CommandError, errorOfFailure } from './command-error.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { globalValue } from './global-options.ts';
import type { Io } from './io.ts';
import { type Printer, printError } from './output.ts';
import { type Api, createApi } from './server/api.ts';
import { connectServer, type Wire } from './server/request.ts';
import { type Output, OUTPUTS, readSettings, type Settings } from './settings.ts';

/** What an action works with. */
export interface Session extends Printer {
  settings: Settings;
  wire: Wire;
  api: Api;
}

/** An action answers with the exit code; nothing said means that all is well. */
export type Act = (session: Session) => Promise<ExitCode | undefined>;

/** One invocation of the program. */
export class Context {
  readonly io: Io;
  exitCode: ExitCode = EXIT.ok;

  constructor(io: Io) {
    this.io = io;
  }

  /** Runs an action; whatever it throws becomes a message and an exit code. */
  async run(command: Command, act: Act): Promise<void> {
    const { io } = this;
    try {
      const settings = readSettings(command, io.env);
      const wire = connectServer(settings, io);
      const session = { io, settings, output: settings.output, wire, api: createApi(wire) };
      this.exitCode = (await act(session)) ?? EXIT.ok;
    } catch (error) {
      const known = commandErrorOf(error);
      printError({ io, output: outputOf(command) }, known);
      this.exitCode = known.parts.exitCode;
    }
  }
}

/** Anything that was thrown, as an error that can be shown; a defect of ours keeps its stack. */
function commandErrorOf(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  if (isFailure(error)) return errorOfFailure(recordOf(error), error);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new CommandError({ exitCode: EXIT.failed, detail }, error);
}

function outputOf(command: Command): Output {
  const asked = globalValue(command, 'output');
  return OUTPUTS.find((known) => known === asked) ?? 'table';
}
