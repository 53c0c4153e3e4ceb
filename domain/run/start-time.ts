import type { ConditionDraft } from '../kinds/condition.ts';

/** When a run is to begin, as a MigMigration says it; RFC 3339. */
export interface WantedStart {
  startAt?: string | undefined;
  startBefore?: string | undefined;
}

/** Annotation on a MigMigration: the `startAt` that has come. The run is started once it is there. */
export const DUE = 'drayage.dev/start-due';

/** Without `startBefore` a run begins so much later at most: nobody expects an outage hours after the time of it. */
export const GRACE_MINUTES = 15;

/** Whether the time of a run is still to come, or nobody has said yet that it has. */
export function mustWait(
  { startAt }: WantedStart,
  annotations: Readonly<Record<string, string>> | undefined,
): boolean {
  return startAt !== undefined && annotations?.[DUE] !== startAt;
}

/** The last moment at which a run may begin; undefined when any will do. */
export function latestStart({ startAt, startBefore }: WantedStart): Date | undefined {
  if (startBefore !== undefined) return new Date(startBefore);
  if (startAt === undefined) return undefined;
  return new Date(Date.parse(startAt) + GRACE_MINUTES * 60_000);
}

/** What is wrong with the times themselves, as one sentence. */
export function wrongTimes({ startAt, startBefore }: WantedStart): string | undefined {
  if (startAt === undefined || startBefore === undefined) return undefined;
  if (Date.parse(startBefore) > Date.parse(startAt)) return undefined;
  return `spec.startBefore (found ${startBefore}) has to be later than spec.startAt (${startAt}).`;
}

/** Why a run may not begin any more; undefined when it may. */
export function missedStart(wanted: WantedStart, now: Date): ConditionDraft | undefined {
  const wrong = wrongTimes(wanted);
  if (wrong !== undefined) return refused('InvalidSpec', 'NotValid', wrong);
  const latest = latestStart(wanted);
  if (latest === undefined || now <= latest) return undefined;
  const what = wanted.startBefore === undefined ? `spec.startAt is ${wanted.startAt ?? ''}` : '';
  const why = what === '' ? `spec.startBefore is ${latest.toISOString()}` : what;
  return refused(
    'StartMissed',
    'TooLate',
    `The time to begin has passed: ${why}, it is ${now.toISOString()}. Order another run.`,
  );
}

function refused(type: string, reason: string, message: string): ConditionDraft {
  return { type, status: 'True', category: 'Critical', reason, message };
}

/** What a run says that waits for its time. */
export function waitsUntil(startAt: string): ConditionDraft {
  return {
    ...{ type: 'WaitingForStart', status: 'True', category: 'Advisory', reason: 'StartAt' },
    message: `The migration starts at ${startAt}; until then other runs of the plan may be made.`,
  };
}
