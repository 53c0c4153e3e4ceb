import type { ConditionDraft } from '../kinds/condition.ts';
import type { MigSchedule } from '../kinds/mig-schedule.ts';
import { type PauseState, SUSPENDED } from './pause.ts';

/** How Temporal's schedule of an object stands. */
export interface SeenSchedule extends PauseState {
  /** RFC 3339, UTC. */
  nextRun?: string;
}

export interface ScheduleReport {
  conditions: ConditionDraft[];
  /** Further fields of the status; null takes one away. */
  status: { nextRun: string | null };
}

const READY: ConditionDraft = {
  ...{ type: 'Ready', status: 'True', category: 'Required' },
  message: 'The schedule is ready.',
};

/** What people read of a schedule. */
export function reportSchedule(seen: SeenSchedule, schedule: MigSchedule): ScheduleReport {
  const { paused, nextRun } = seen;
  return {
    conditions: [READY, ...(paused ? [pausedOf(seen, schedule)] : [])],
    status: { nextRun: paused ? null : (nextRun ?? null) },
  };
}

function pausedOf({ note }: SeenSchedule, { metadata, status }: MigSchedule): ConditionDraft {
  const paused = { type: 'Paused', status: 'True' } as const;
  if (note === SUSPENDED) {
    const message = 'The schedule is paused: spec.suspend is true.';
    return { ...paused, category: 'Advisory', reason: 'Suspended', message };
  }
  const last = status?.lastRun;
  const why =
    last?.state === 'failed' ? `Run ${last.name ?? ''} failed. ${last.message ?? ''}`.trim() : note;
  return {
    ...{ ...paused, category: 'Warn', reason: 'RunFailed' },
    message: `${why} Mend that, then: dray schedule resume ${metadata.name}.`,
  };
}

/** Whether the object says so already: an unchanged status wakes nobody. */
export function isTold(
  { conditions, status }: ScheduleReport,
  { status: told }: MigSchedule,
): boolean {
  const has = (told?.conditions ?? []).map(({ type, reason, message }) => [type, reason, message]);
  const wants = conditions.map(({ type, reason, message }) => [type, reason, message]);
  const inOrder = (all: unknown[][]): string => JSON.stringify(all.map(String).toSorted());
  return inOrder(has) === inOrder(wants) && (told?.nextRun ?? null) === status.nextRun;
}
