import { chooseRun } from './choose-run.ts';
import type { Session } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { printOne } from './output.ts';
import { describeRun } from './watch/viewer.ts';
import { readWatch, type WatchFlags } from './watch-options.ts';

/** Decides on a run that waits for a person, and shows it or follows it. */
export async function decide(
  session: Session,
  meant: string,
  decision: { act: 'retry' | 'rollback' } | { act: 'skip'; reason: string },
  flags: WatchFlags,
): Promise<ExitCode | undefined> {
  const watch = readWatch(flags);
  const { name, hold } = await chooseRun(session, meant);
  // What was decided is about the hold that was seen, not about one that may begin meanwhile.
  const about = hold === undefined ? {} : { hold: hold.number };
  const run = await session.api.decide(name, { ...decision, ...about });
  session.io.err(`${WORDS[decision.act]} ${hold?.phase ?? 'the step'} of run ${name}.\n`);
  if (watch !== undefined) {
    const { watchRun } = await import('./watch/watch-run.ts');
    return watchRun(session, name, watch);
  }
  await printOne(session, 'Run', run, (view) => describeRun(session, view));
  return undefined;
}

const WORDS = {
  retry: 'Trying again',
  skip: 'Leaving out',
  rollback: 'Taking back all up to',
} as const;
