import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { failure, recordOf } from '../domain/failures/failure.ts';
import { scheduledTime } from '../domain/schedule/scheduled-time.ts';
import type { ScheduleOrder } from '../domain/schedule/order.ts';
import { quick, transfer } from './proxies.ts';

/**
 * One run of a schedule: it orders the run as people do, by a MigMigration, and waits for its end. So the next one is
 * left out while this one goes on, and a failure pauses the schedule.
 */
export async function scheduledRun(schedule: ScheduleOrder): Promise<{ state: string }> {
  const { workflowId, startTime } = workflowInfo();
  const scheduledFor = scheduledTime(workflowId) ?? startTime.toISOString();
  const ordered = await quick.orderScheduledRun({ schedule, scheduledFor });
  if (ordered.state === 'skipped') return { state: 'skipped' };
  const { name } = ordered;
  const ended = await transfer.awaitScheduledRun({ schedule, scheduledFor, name });
  await quick.forgetScheduledRuns(schedule);
  if (ended.state !== 'failed') return { state: ended.state };
  const failed = failure('DRAY-2020', {
    detail: ended.message ?? '',
    object: `MigMigration ${schedule.namespace}/${name}`,
  });
  throw ApplicationFailure.create({
    type: failed.code,
    message: failed.message,
    nonRetryable: true,
    details: [recordOf(failed)],
  });
}
