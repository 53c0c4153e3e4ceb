import type { ConditionDraft } from '../kinds/condition.ts';
import type { MigSchedule } from '../kinds/mig-schedule.ts';
import { isTimeZone, secondsOf } from './time-text.ts';
import type { DailyWindow } from './window.ts';

/** All that a schedule is about. What the schedule of Temporal was made from is compared with it. */
export interface ScheduleOrder {
  namespace: string;
  name: string;
  uid: string;
  plan: string;
  type: 'stage' | 'state';
  cron?: string;
  intervalSeconds?: number;
  timeZone: string;
  window?: DailyWindow;
  jitterSeconds?: number;
  suspended: boolean;
  keepRuns: number;
  /** What the annotation says by which a person resumes a schedule that a failure paused. */
  resumed?: string;
}

/** Annotation on a MigSchedule; a new value resumes it. */
export const RESUMED = 'drayage.dev/resume-requested';

const DEFAULT_KEEP = 10;

/** Five fields, or one of cron's words; the values are Temporal's to judge. */
const CRON = /^(@(yearly|monthly|weekly|daily|hourly)|\S+( \S+){4})$/;

/** What a MigSchedule asks for, or what is wrong with it: one sentence for each field. */
export function readOrder(schedule: MigSchedule): ScheduleOrder | { wrong: string[] } {
  const { metadata, spec } = schedule;
  const { namespace, name, uid } = metadata;
  const wrong = [...wrongTimes(schedule), ...wrongPlan(schedule)];
  if (wrong.length > 0) return { wrong };

  const { cron, interval, jitter, window, timeZone = 'UTC', type = 'stage' } = spec;
  return {
    ...{ namespace, name, uid, type, timeZone },
    plan: spec.migPlanRef.name ?? '',
    ...present({
      cron: cron?.trim(),
      intervalSeconds: secondsOf(interval ?? ''),
      window: window && { start: window.start, end: window.end },
      jitterSeconds: secondsOf(jitter ?? ''),
      resumed: metadata.annotations?.[RESUMED],
    }),
    suspended: spec.suspend === true,
    keepRuns: spec.keepRuns ?? DEFAULT_KEEP,
  };
}

/** Only what is there: orders are compared as they are written. */
function present<Fields extends object>(fields: Fields): Partial<NonUndefined<Fields>> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<NonUndefined<Fields>>;
}

type NonUndefined<Fields> = { [Name in keyof Fields]: Exclude<Fields[Name], undefined> };

function wrongTimes({ spec }: MigSchedule): string[] {
  const { cron, interval, jitter, timeZone, window } = spec;
  const wrong: string[] = [];
  if ((cron === undefined) === (interval === undefined)) {
    const found = cron === undefined ? 'neither' : 'both';
    wrong.push(`spec.cron and spec.interval (found ${found}): give one of them.`);
  }
  if (cron !== undefined && !CRON.test(cron.trim())) {
    wrong.push(`spec.cron (found "${cron}") has to have five fields, for example "0 22 * * *".`);
  }
  for (const [field, value] of Object.entries({ interval, jitter })) {
    if (value === undefined || secondsOf(value) !== undefined) continue;
    wrong.push(
      `spec.${field} (found "${value}") is no length of time: write it like 90s, 6h or 1h30m.`,
    );
  }
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    wrong.push(`spec.timeZone (found "${timeZone}") is not known: write it like Europe/Berlin.`);
  }
  if (window !== undefined && window.start === window.end) {
    wrong.push(`spec.window (found ${window.start} for both) is never open: give two times.`);
  }
  return wrong;
}

function wrongPlan({ metadata, spec }: MigSchedule): string[] {
  const { name = '', namespace = metadata.namespace } = spec.migPlanRef;
  if (name === '') return ['spec.migPlanRef.name (found nothing): name the MigPlan to run.'];
  if (namespace === '' || namespace === metadata.namespace) return [];
  return [
    `spec.migPlanRef.namespace (found "${namespace}") has to be that of the schedule, ${metadata.namespace}.`,
  ];
}

export function wrongOrder(wrong: readonly string[]): ConditionDraft {
  return {
    ...{ type: 'InvalidSpec', status: 'True', category: 'Critical', reason: 'NotValid' },
    message: wrong.join(' '),
  };
}
