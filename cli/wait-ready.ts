import { CommandError } from './command-error.ts';
import type { Session } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { formatDuration } from './format.ts';
import { pause } from './pause.ts';
import type { ConditionView } from './server/views.ts';
import { conditionText } from './condition-text.ts';
import { complaints } from './watch/verdict.ts';

interface Readiness {
  name: string;
  ready: boolean;
  conditions: ConditionView[];
}

export interface WaitReady<View extends Readiness> {
  read: () => Promise<View>;
  timeoutMs: number;
}

const LOOK_EVERY_MS = 1000;
/** A complaint may be older than what was just created; one that stays this long is meant. */
const PATIENCE_MS = 10_000;

/** Looks until the object is ready; throws when it is blocked for good, or when it takes too long. */
export async function waitReady<View extends Readiness>(
  { io }: Session,
  { read, timeoutMs }: WaitReady<View>,
): Promise<View> {
  const start = io.now();
  let blockedSince: number | undefined;
  for (;;) {
    const view = await read();
    if (view.ready) return view;
    const now = io.now();
    blockedSince = blockersOf(view).length > 0 ? (blockedSince ?? now) : undefined;
    if (blockedSince !== undefined && now - blockedSince >= PATIENCE_MS) throw blocked(view);
    if (now - start >= timeoutMs) throw tooLate(view, timeoutMs);
    await pause(io, LOOK_EVERY_MS);
  }
}

function blockersOf({ conditions }: Readiness): ConditionView[] {
  return complaints(conditions).filter(({ category }) => category !== 'Warn');
}

function blocked(view: Readiness): CommandError {
  const why = blockersOf(view).map(conditionText).join('; ');
  return new CommandError({ exitCode: EXIT.blocked, detail: `${view.name} is not ready: ${why}` });
}

function tooLate(view: Readiness, timeoutMs: number): CommandError {
  const why = complaints(view.conditions).map(conditionText).join('; ');
  const limit = formatDuration(timeoutMs / 1000);
  return new CommandError({
    exitCode: EXIT.timeout,
    detail: `${view.name} is not ready after ${limit}${why === '' ? '' : `: ${why}`}`,
    hint: 'It goes on without being waited for; --timeout gives it longer.',
  });
}
