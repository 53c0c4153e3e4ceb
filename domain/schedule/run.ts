import { API_VERSION } from '../kinds/group.ts';
import type { KubeObject } from '../kube-object.ts';
import type { ScheduleOrder } from './order.ts';

/** On the runs of a schedule: its uid. */
export const SCHEDULE_LABEL = 'drayage.dev/schedule';

const LONGEST_NAME = 253;

/** `<schedule>-<yyyymmddhhmmss>`: made twice for the same time it is one object. */
export function scheduledRunName(
  { name }: Pick<ScheduleOrder, 'name'>,
  scheduledFor: string,
): string {
  const digits = new Date(scheduledFor).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const tail = `-${digits}`;
  return `${name.slice(0, LONGEST_NAME - tail.length).replace(/[.-]+$/, '')}${tail}`;
}

/** The MigMigration of one time. It belongs to nobody: whoever deletes the schedule keeps what its runs have told. */
export function scheduledRun(order: ScheduleOrder, scheduledFor: string): KubeObject {
  const { namespace, plan, type, uid } = order;
  return {
    apiVersion: API_VERSION,
    kind: 'MigMigration',
    metadata: {
      name: scheduledRunName(order, scheduledFor),
      namespace,
      labels: { [SCHEDULE_LABEL]: uid },
    },
    spec: {
      migPlanRef: { name: plan, namespace },
      stage: type === 'stage',
      ...(type === 'state' ? { migrateState: true } : {}),
      quiescePods: false,
    },
  };
}

const HARMLESS = new Set(['Succeeded', 'SucceededWithWarnings']);

interface Told {
  conditions?: { type: string; status: string }[];
  errors?: string[];
}

/**
 * Runs of a schedule that nobody needs any more: those that succeeded long ago and left nothing behind. Data, claims and
 * what a rollback deletes are known by the plan, and passes are kept with it; a run that failed is for a person to read.
 */
export function runsToForget(runs: readonly KubeObject[], keep: number): KubeObject[] {
  return runs
    .filter(isHarmless)
    .toSorted((a, b) => age(b).localeCompare(age(a)))
    .slice(keep);
}

function isHarmless(run: KubeObject): boolean {
  const { conditions = [], errors = [] } = (run['status'] ?? {}) as Told;
  const ended = conditions.some(({ type, status }) => status === 'True' && HARMLESS.has(type));
  return ended && errors.length === 0;
}

function age({ metadata }: KubeObject): string {
  return `${metadata.creationTimestamp ?? ''} ${metadata.name}`;
}
