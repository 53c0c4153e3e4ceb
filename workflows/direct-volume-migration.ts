import {
  CancellationScope,
  executeChild,
  isCancellation,
  workflowInfo,
} from '@temporalio/workflow';
import type { FailureRecord } from '../domain/failures/failure.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import type { RunFacts, RunVolume } from '../domain/run/facts.ts';
import {
  type CopyAct,
  FAILED_ITINERARY,
  VOLUME_MIGRATION,
} from '../domain/volume-migration/itinerary.ts';
import type { CopyAdmission, CopyOrder } from '../domain/volume-migration/order.ts';
import { roundsOf } from '../domain/volume-migration/rounds.ts';
import {
  type CopyOutcome,
  type CopyState,
  newCopyState,
} from '../domain/volume-migration/state.ts';
import { type CopyReporter, startCopyReporter } from './copy-reporter.ts';
import { copyVolume } from './copy-volume.ts';
import { failureRecordOf } from './failures.ts';
import { cleanup, quick, telling, waiting } from './proxies.ts';
import { hearTroubles } from './troubles.ts';

/** Volumes copied at the same time: an application may run beside them. */
const AT_ONCE = 8;

type Admitted = Extract<CopyAdmission, { do: 'copy' }>;

/**
 * Copies volumes for a DirectVolumeMigration that somebody applied. Applications are not touched: it is one whole pass,
 * and another copy is another object. One that may not begin yet says why, and is asked for again by the controller.
 */
export async function directVolumeMigration(
  order: CopyOrder,
): Promise<{ outcome?: CopyOutcome | 'refused' }> {
  const admission = await admit(order);
  if (admission.do === 'nothing') return {};
  if (admission.do === 'refuse') {
    await refuse(order, admission);
    return { outcome: 'refused' };
  }
  const state = newCopyState(new Date().toISOString());
  const scope = new CancellationScope({ cancellable: true });
  // Whoever deletes the object wants the copy to stop, also when nobody was there to see it.
  const onGone = () => {
    scope.cancel();
  };
  const { observedDigest } = admission;
  const reporter = startCopyReporter({ ...order, observedDigest }, state, onGone);
  hearTroubles(state, reporter);
  try {
    await scope.run(() => walk(admission, state, reporter));
    state.outcome = 'succeeded';
  } catch (error) {
    await CancellationScope.nonCancellable(() => giveUp(admission, state, { error, reporter }));
  }
  state.phase = 'Completed';
  await reporter.finish();
  return { outcome: state.outcome ?? 'failed' };
}

async function admit(order: CopyOrder): Promise<CopyAdmission> {
  try {
    return await waiting.admitCopy(order);
  } catch (error) {
    if (isCancellation(error)) return { do: 'nothing' };
    return { do: 'refuse', conditions: [notLookedAt(failureRecordOf(error))] };
  }
}

/** In MTC's words. */
function notLookedAt({ code, meaning, object, detail, hint }: FailureRecord): ConditionDraft {
  const found = `${code} ${meaning}: ${object === undefined ? '' : `${object}: `}${detail} ${hint}`;
  return {
    ...{ type: 'ReconcileFailed', status: 'True', category: 'Critical', reason: 'NotLookedAt' },
    message: `Reconcile failed: ${found}`,
  };
}

async function refuse(
  { namespace, name }: CopyOrder,
  { conditions, observedDigest }: Extract<CopyAdmission, { do: 'refuse' }>,
): Promise<void> {
  const status = observedDigest === undefined ? {} : { status: { observedDigest } };
  await telling.reportConditions({
    ...{ kind: 'DirectVolumeMigration', namespace, name, conditions },
    ...status,
  });
}

async function walk(admitted: Admitted, state: CopyState, reporter: CopyReporter): Promise<void> {
  const acts = actsOf(admitted, state);
  for (const { phase, act } of VOLUME_MIGRATION) {
    state.phase = phase;
    delete state.troubles;
    // A phase without an act is over before anybody could read of it.
    if (act === undefined) continue;
    reporter.changed();
    await acts[act]();
  }
}

function actsOf(
  { facts, makesNamespaces }: Admitted,
  state: CopyState,
): Record<CopyAct, () => Promise<void>> {
  return {
    clearStale: () => cleanup.removeHelpers(facts),
    makeNamespaces: async () => {
      if (!makesNamespaces) return;
      for (const namespaces of roundsOf(facts.namespaces)) {
        await quick.ensureNamespaces({ ...facts, namespaces });
      }
    },
    makeClaims: () => quick.makeCopyClaims(facts),
    copyVolumes: () => copyVolumes(facts, state),
    tidyUp: () => cleanup.removeHelpers(facts),
  };
}

/** Each volume in a workflow of its own, the largest first; when one fails the others are copied all the same. */
async function copyVolumes(facts: RunFacts, state: CopyState): Promise<void> {
  const queue = facts.volumes.toSorted((a, b) => b.capacityBytes - a.capacityBytes);
  const { workflowId } = workflowInfo();
  const errors: unknown[] = [];
  async function copy(volume: RunVolume): Promise<void> {
    const { namespace, claim } = volume;
    try {
      await executeChild(copyVolume, {
        workflowId: `${workflowId}/volume/${namespace}/${claim}`,
        args: [{ facts, volume }],
        staticSummary: `copy of ${namespace}/${claim}`,
      });
    } catch (error) {
      if (isCancellation(error)) throw error;
      state.failures.push(failureRecordOf(error));
      errors.push(error);
    }
  }
  async function work(): Promise<void> {
    for (let volume = queue.shift(); volume !== undefined; volume = queue.shift()) {
      await copy(volume);
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  if (errors.length > 0) throw errors[0];
}

/** What the copy made for itself goes; claims stay on the target with what has arrived. */
async function giveUp(
  { facts }: Admitted,
  state: CopyState,
  { error, reporter }: { error: unknown; reporter: CopyReporter },
): Promise<void> {
  const isCanceled = isCancellation(error);
  if (!isCanceled && state.failures.length === 0) state.failures.push(failureRecordOf(error));
  delete state.troubles;
  state.itinerary = FAILED_ITINERARY;
  state.phase = 'MigrationFailed';
  reporter.changed();
  try {
    await cleanup.removeHelpers(facts);
  } catch (left) {
    const { code, detail } = failureRecordOf(left);
    state.leftBehind.push(`${code} pods of the transfer could not be removed: ${detail}`);
  }
  state.outcome = isCanceled ? 'canceled' : 'failed';
}
