import type { ConditionDraft } from '../kinds/condition.ts';
import type { VolumeProgress } from '../run/progress.ts';
import { troubleOf } from '../run/trouble.ts';
import { goDuration, secondsCopied } from '../run/pass-times.ts';
import type { FailureRecord } from '../failures/failure.ts';
import { shownPercent, shownRate } from '../run/volume-progress.ts';
import { placeIn } from './itinerary.ts';
import type { CopyState } from './state.ts';

/** The status of a DirectVolumeMigration without the times of its conditions, which its one writer stamps. */
export interface CopyStatus {
  conditions: ConditionDraft[];
  phase: string;
  phaseDescription: string;
  itinerary: string;
  startTimestamp: string;
  errors: string[];
  rsyncOperations: RsyncOperation[];
  successfulPods: ShownPod[];
  failedPods: ShownPod[];
  runningPods: ShownPod[];
  pendingPods: ShownPod[];
}

interface ClaimRef {
  name: string;
  namespace: string;
}

interface RsyncOperation {
  pvcReference: ClaimRef;
  currentAttempt: number;
  succeeded?: boolean;
  failed?: boolean;
}

interface ShownPod extends ClaimRef {
  kind: 'Pod';
  pvcRef: ClaimRef;
  lastObservedProgressPercent: string;
  lastObservedTransferRate?: string;
  totalElapsedTime?: string;
}

/** One volume of a copy, and the pod that sends it. */
export interface CopiedVolume {
  progress: VolumeProgress;
  pod: string;
}

/**
 * What users read of a copy, in MTC's fields.
 *
 * @param now milliseconds; without it nothing is said of what keeps failing
 */
export function copyStatus(
  state: CopyState,
  volumes: readonly CopiedVolume[],
  now?: number,
): CopyStatus {
  const { itinerary, phase, startedAt } = state;
  const sorted = volumes.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
  const pods = (fate: Fate): ShownPod[] =>
    sorted.filter((volume) => fateOf(state, volume) === fate).map(podOf);
  return {
    conditions: conditionsOf(state, now),
    phase,
    phaseDescription: placeIn(itinerary, phase).description,
    itinerary,
    startTimestamp: startedAt,
    errors: [...state.failures.map(sentenceOf), ...state.leftBehind],
    rsyncOperations: sorted.map((volume) => operationOf(state, volume)),
    successfulPods: pods('successful'),
    failedPods: pods('failed'),
    runningPods: pods('running'),
    pendingPods: pods('pending'),
  };
}

type Fate = 'successful' | 'failed' | 'running' | 'pending';

const FATES: Record<VolumeProgress['state'], Fate> = {
  waiting: 'pending',
  preparing: 'pending',
  copying: 'running',
  verifying: 'running',
  copied: 'successful',
  verified: 'successful',
  failed: 'failed',
};

/** What is told of a volume may be late; the end of the whole copy says what became of it. */
function fateOf({ outcome }: CopyState, { progress }: CopiedVolume): Fate {
  const fate = FATES[progress.state];
  if (outcome === undefined) return fate;
  return outcome === 'succeeded' || fate === 'successful' ? 'successful' : 'failed';
}

/** MTC's attempts are those of all passes, since it knows but one pass. */
function operationOf(state: CopyState, volume: CopiedVolume): RsyncOperation {
  const { passes = [], attempt } = volume.progress;
  const retries = passes.reduce((sum, pass) => sum + pass.attempts - 1, 0);
  const fate = fateOf(state, volume);
  return {
    pvcReference: claimOf(volume),
    currentAttempt: fate === 'pending' ? 0 : retries + (attempt ?? 1),
    ...(fate === 'successful' ? { succeeded: true } : {}),
    ...(fate === 'failed' ? { failed: true } : {}),
  };
}

function podOf(volume: CopiedVolume): ShownPod {
  const { progress, pod } = volume;
  const rate = shownRate(progress);
  const seconds = secondsCopied(progress.passes ?? []);
  return {
    ...{ kind: 'Pod', name: pod, namespace: progress.namespace, pvcRef: claimOf(volume) },
    lastObservedProgressPercent: `${shownPercent(progress)}%`,
    ...(rate === undefined ? {} : { lastObservedTransferRate: rate }),
    ...(seconds === 0 ? {} : { totalElapsedTime: goDuration(seconds) }),
  };
}

function claimOf({ progress: { namespace, claim } }: CopiedVolume): ClaimRef {
  return { name: claim, namespace };
}

function keyOf({ progress: { namespace, claim } }: CopiedVolume): string {
  return `${namespace}/${claim}`;
}

const ENDS: Record<NonNullable<CopyState['outcome']>, [type: string, message: string]> = {
  succeeded: ['Succeeded', 'The migration has completed successfully.'],
  failed: ['Failed', 'The migration has failed.  See: Errors.'],
  canceled: ['Failed', 'The migration was cancelled.'],
};

function conditionsOf(state: CopyState, now?: number): ConditionDraft[] {
  const { outcome, itinerary, phase, failures } = state;
  if (outcome === undefined) {
    const { number, total } = placeIn(itinerary, phase);
    const message = `Step: ${number}/${total}`;
    const head = { type: 'Running', status: 'True', category: 'Advisory' } as const;
    return [{ ...head, reason: phase, message }, ...keepsFailing(state, now)];
  }
  const [type, says] = ENDS[outcome];
  const message = [says, ...failures.map(sentenceOf)].join(' ');
  const reason = outcome === 'canceled' ? 'Cancel' : phase;
  return [{ type, status: 'True', category: 'Advisory', reason, message, durable: true }];
}

/** What fails and is tried again, as long as it does; in the words of a run. */
function keepsFailing(state: CopyState, now?: number): ConditionDraft[] {
  const trouble = now === undefined ? undefined : troubleOf(state, now);
  if (trouble === undefined) return [];
  const message = `${state.phase} has kept failing since ${trouble.since}, and is tried again. ${sentenceOf(trouble.failure)}`;
  const head = { type: 'KeepsFailing', status: 'True', category: 'Warn' } as const;
  return [{ ...head, reason: state.phase, message }];
}

function sentenceOf({ code, meaning, object, detail, hint }: FailureRecord): string {
  return `${code} ${meaning}: ${object === undefined ? '' : `${object}: `}${detail} ${hint}`;
}
