import { activityInfo, ApplicationFailure, Context } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { runOfWorkflow, TROUBLE } from '../../domain/engine-names.ts';
import type { FailureRecord } from '../../domain/failures/failure.ts';
import { RUN_TYPES } from '../../domain/run/run-type.ts';
import { TROUBLE_AFTER_MS, TROUBLE_EVERY_MS, type Trouble } from '../../domain/run/trouble.ts';

/** Workflows that are a run, or a part of one. */
const OF_RUNS = new Set<string>([
  ...RUN_TYPES,
  ...['preCopyVolume', 'copyLastDelta', 'directVolumeMigration', 'copyVolume'],
]);
/** What tells people holds nothing up when it fails. */
const ASIDE = new Set(['publishCopy', 'publishRun', 'tellVolume']);
/** A run that ends or a Temporal that is away must not delay the next try. */
const TELL_LIMIT_MS = 3_000;
const FORGET_AFTER_MS = 3_600_000;

interface Failing {
  sinceMs: number;
  failedMs: number;
  toldMs?: number;
}

/**
 * Tells a run of its acts that have failed for more than a minute and are tried again, once a minute. Workflows
 * do not see that: Temporal tries by itself. Must stand outside of what maps failures.
 */
export function troubleTeller(
  clock: () => number = Date.now,
): () => { inbound: Required<ActivityInboundCallsInterceptor> } {
  const failing = new Map<string, Failing>();
  return () => ({
    inbound: {
      execute: async (input, next) => {
        const { workflowExecution, activityId } = activityInfo();
        const act = `${workflowExecution?.workflowId ?? ''}/${activityId}`;
        try {
          const result = await next(input);
          failing.delete(act);
          return result;
        } catch (error) {
          const record = recordOf(error);
          if (record === undefined) failing.delete(act);
          else await note(act, record);
          throw error;
        }
      },
    },
  });

  async function note(act: string, record: FailureRecord): Promise<void> {
    const now = clock();
    forgetOld(now);
    const known = { sinceMs: now, ...failing.get(act), failedMs: now };
    failing.set(act, known);
    if (now - known.sinceMs < TROUBLE_AFTER_MS) return;
    if (now - (known.toldMs ?? -Infinity) < TROUBLE_EVERY_MS) return;
    known.toldMs = now;
    await tell({
      act,
      since: new Date(known.sinceMs).toISOString(),
      toldAt: new Date(now).toISOString(),
      failure: record,
    });
  }

  /** Acts that another worker has taken over. */
  function forgetOld(now: number): void {
    for (const [act, { failedMs }] of failing) {
      if (now - failedMs > FORGET_AFTER_MS) failing.delete(act);
    }
  }
}

/** What will be tried again of a run; undefined for everything else. */
function recordOf(error: unknown): FailureRecord | undefined {
  if (!(error instanceof ApplicationFailure) || error.nonRetryable === true) return undefined;
  const { workflowType = '', activityType } = activityInfo();
  if (!OF_RUNS.has(workflowType) || ASIDE.has(activityType)) return undefined;
  const [record] = (error.details ?? []) as FailureRecord[];
  return record?.code === undefined ? undefined : record;
}

async function tell(trouble: Trouble): Promise<void> {
  const { client, info } = Context.current();
  const handle = client.workflow.getHandle(runOfWorkflow(info.workflowExecution?.workflowId ?? ''));
  try {
    await client.withDeadline(Date.now() + TELL_LIMIT_MS, () => handle.signal(TROUBLE, trouble));
  } catch {
    // Nobody hears it this time; in a minute it is told again.
  }
}
