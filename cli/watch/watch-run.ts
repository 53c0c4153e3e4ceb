import { EXIT, type ExitCode } from '../exit-codes.ts';
import { formatDuration } from '../format.ts';
import type { Session } from '../context.ts';
import { followRun, hasEnded } from '../server/follow.ts';
import type { RunState, RunView } from '../server/views.ts';
import { conditionText } from '../condition-text.ts';
import { refusals } from './verdict.ts';
import { jsonViewer, silentViewer, type Viewer } from './viewer.ts';

export interface WatchOptions {
  /** `watch` shows what happens, `wait` is silent until the end. */
  mode: 'watch' | 'wait';
  /** No limit when left out. */
  timeoutMs?: number;
  /** What was wanted is that the run is canceled. */
  expectCanceled?: boolean;
}

const BY_STATE: Partial<Record<RunState, ExitCode>> = {
  succeeded: EXIT.ok,
  warnings: EXIT.warnings,
  failed: EXIT.failed,
  canceled: EXIT.canceled,
};

/** Why one stopped looking. */
type Outcome = 'ended' | 'refused' | 'timeout' | 'detached';

/** Follows a run until it ends, is refused, takes too long, or its reader turns away. */
export async function watchRun(
  session: Session,
  name: string,
  options: WatchOptions,
): Promise<ExitCode> {
  const { io, wire } = session;
  const controller = new AbortController();
  let outcome: Outcome = 'ended';
  let run: RunView | undefined;
  const stopBecause = (why: Outcome) => () => {
    outcome = why;
    controller.abort();
  };
  const release = io.onInterrupt(stopBecause('detached'));
  const { timeoutMs } = options;
  const stopTimer = timeoutMs === undefined ? release : io.after(timeoutMs, stopBecause('timeout'));
  const viewer = await createViewer(session, options.mode);
  try {
    for await (const news of followRun({ wire, io, run: name, signal: controller.signal })) {
      viewer.hear(news);
      if (news.kind !== 'run') continue;
      run = news.run;
      if (refusals(run).length > 0) stopBecause('refused')();
    }
  } finally {
    stopTimer();
    release();
    await viewer.end(isDetached(outcome) ? undefined : run);
  }
  return conclude(session, { name, run, outcome, options });
}

/** The viewer that fits: a live picture, lines for a log, JSON lines, or silence until the end. */
async function createViewer(session: Session, mode: WatchOptions['mode']): Promise<Viewer> {
  const { io, output } = session;
  if (mode === 'wait' || output === 'yaml' || output === 'name') return silentViewer(session);
  if (output === 'json') return jsonViewer(session);
  if (!io.isTty) return (await import('./line-viewer.ts')).lineViewer(session);
  return (await import('./live-viewer.ts')).liveViewer(io);
}

interface Ending {
  name: string;
  run: RunView | undefined;
  outcome: Outcome;
  options: WatchOptions;
}

function conclude({ io }: Session, { name, run, outcome, options }: Ending): ExitCode {
  const again = `Look at it again: dray status ${name} --watch. Stop it: dray cancel ${name}.`;
  if (outcome === 'detached') {
    io.err(`Detached; ${name} goes on. ${again}\n`);
    return EXIT.detached;
  }
  if (outcome === 'timeout') {
    const limit = formatDuration((options.timeoutMs ?? 0) / 1000);
    io.err(`${name} has not ended within ${limit}; it goes on. ${again}\n`);
    return EXIT.timeout;
  }
  if (outcome === 'refused' && run !== undefined) {
    for (const condition of refusals(run)) io.err(`refused: ${conditionText(condition)}\n`);
    io.err(`${name} starts once this is cleared. ${again}\n`);
    return EXIT.blocked;
  }
  if (run === undefined || !hasEnded(run.state)) return EXIT.failed;
  if (run.state === 'canceled' && options.expectCanceled === true) return EXIT.ok;
  return BY_STATE[run.state] ?? EXIT.failed;
}

/** A call, because the compiler believes that a variable set elsewhere stays as it was. */
function isDetached(outcome: Outcome): boolean {
  return outcome === 'detached';
}
