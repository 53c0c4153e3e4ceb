import { CommandError } from './command-error.ts';
import type { Session } from './context.ts';
import { EXIT } from './exit-codes.ts';
import type { RunView } from './server/views.ts';

/** Stands for the newest run, wherever a run is asked for. */
export const LATEST = '@latest';

/** Of which runs the newest is meant, and what they are called. */
export interface Among {
  what: string;
  fits: (run: RunView) => boolean;
}

const ANY_RUN: Among = { what: 'run', fits: () => true };

/**
 * The run that a person means: `@latest`, the name of a run, or that of a plan, whose newest run it is.
 * @param among what the newest run is looked for; a run that was named is that run in any case
 */
export async function chooseRun(
  { api }: Session,
  meant: string,
  { what, fits }: Among = ANY_RUN,
): Promise<RunView> {
  if (meant === LATEST) return latestOf((await api.runs()).filter(fits), `there is no ${what} yet`);
  try {
    return await api.run(meant);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  try {
    const runs = (await api.runsOf(meant)).filter(fits);
    return latestOf(runs, `the plan ${meant} has no ${what} yet`);
  } catch (error) {
    if (isNotFound(error) && error.parts.status !== undefined) {
      throw notFound(`there is no run and no plan named ${meant}`, error);
    }
    throw error;
  }
}

/** The run that waits for a decision, if one does of what a person means; undefined also when there is no run. */
export async function chooseHeldRun(session: Session, meant: string): Promise<RunView | undefined> {
  try {
    const run = await chooseRun(session, meant);
    return run.state === 'held' ? run : undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The server lists the newest first. */
function latestOf(runs: readonly RunView[], otherwise: string): RunView {
  const [latest] = runs;
  if (latest === undefined) throw notFound(otherwise);
  return latest;
}

function isNotFound(error: unknown): error is CommandError {
  return error instanceof CommandError && error.parts.exitCode === EXIT.notFound;
}

function notFound(detail: string, cause?: unknown): CommandError {
  const hint = 'dray runs and dray plan list show what there is.';
  return new CommandError({ exitCode: EXIT.notFound, detail, hint }, cause);
}
