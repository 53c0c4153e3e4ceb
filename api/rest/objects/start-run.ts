import type { Cluster } from '../../../clients/kube/cluster.ts';
import { failure, isFailure } from '../../../domain/failures/failure.ts';
import { finalMigrationOf, hasFinalMigration } from '../../../domain/run/final-migration.ts';
import type { RunType } from '../../../domain/run/run-type.ts';
import { describeObject, keyOf, type KubeObject } from '../../../domain/kube-object.ts';
import type { ObjectIndex } from '../index/object-index.ts';
import { Refusal } from '../problems/refusal.ts';
import { blocking } from '../views/condition.ts';
import { planView } from '../views/plan.ts';
import { digestOf, newRun, REQUEST_ANNOTATIONS, type RunOrder } from './new-run.ts';
import { createObject, requireFreeNames } from './store.ts';

export interface StartedRun {
  run: KubeObject;
  /** Whether this request made it: not on a dry run, nor when the request is a repetition. */
  created: boolean;
}

/** Makes the MigMigration of an order, or finds the one an earlier request with the same key has made. */
export async function startRun(
  host: Cluster,
  index: ObjectIndex,
  plan: KubeObject,
  order: RunOrder,
): Promise<StartedRun> {
  const earlier = earlierRun(index, order);
  if (earlier !== undefined) return repeated(earlier, order);
  requireRunnable(host, plan, order.asked.type);
  if (order.asked.type !== 'rollback') requireUnmoved(index, order);
  const wanted = newRun(order);
  if (order.asked.dryRun === true) {
    await requireFreeNames(host, wanted);
    return { run: wanted, created: false };
  }
  try {
    return { run: await host.create(wanted), created: true };
  } catch (error) {
    if (!isFailure(error, 'DRAY-1011')) throw error;
    const present = await host.get(keyOf(wanted));
    if (present !== undefined && isFrom(present, order)) return repeated(present, order);
    return { run: await createObject(host, wanted), created: true };
  }
}

/** A plan that is closed or not ready is refused here, with its own words, before anything is written. */
export function requireRunnable(host: Cluster, plan: KubeObject, type: RunType = 'cutover'): void {
  const { ready, closed, conditions } = planView(plan);
  // What keeps an application from moving does not keep it from going back.
  if ((ready || type === 'rollback') && !closed) return;
  const standing = closed ? 'is closed' : 'is not ready';
  const why = blocking(conditions).map(({ type, message }) => `${type}: ${message ?? ''}`);
  const key = describeObject(keyOf(plan));
  throw new Refusal(
    failure('DRAY-2004', {
      detail: [`the plan ${standing}`, ...why].join('; '),
      object: `${host.name}: ${key}`,
      ...(closed ? { hint: 'Make another plan: no run of a closed plan may start.' } : {}),
    }),
    { conditions },
  );
}

/** The admission of the run says the same; here nothing needs to be created to hear it. */
function requireUnmoved(index: ObjectIndex, { plan }: RunOrder): void {
  const earlier = finalMigrationOf(plan, index.runsOf(plan));
  if (earlier === undefined) return;
  const { type, message = '' } = hasFinalMigration(plan, earlier);
  const hint =
    'Nothing is left to do; repair on the target what is wrong there, or go back with a rollback.';
  throw failure('DRAY-2004', { detail: `${type}: ${message}`, hint });
}

function earlierRun(index: ObjectIndex, order: RunOrder): KubeObject | undefined {
  if (order.idempotencyKey === undefined) return undefined;
  return index.runsOf(order.plan).find((run) => isFrom(run, order));
}

function isFrom({ metadata }: KubeObject, { idempotencyKey }: RunOrder): boolean {
  return (
    idempotencyKey !== undefined &&
    metadata.annotations?.[REQUEST_ANNOTATIONS.key] === idempotencyKey
  );
}

function repeated(run: KubeObject, order: RunOrder): StartedRun {
  const digest = run.metadata.annotations?.[REQUEST_ANNOTATIONS.digest];
  if (digest === digestOf(order)) return { run, created: false };
  const detail = `run ${run.metadata.name} was started with this key and another body`;
  throw failure('DRAY-6007', { detail });
}
