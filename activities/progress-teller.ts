import { log } from '@temporalio/activity';
import type { Cluster } from '../clients/kube/cluster.ts';
import type { RunFacts, RunVolume } from '../domain/run/facts.ts';
import type { PassOrder, PassResult } from '../domain/run/pass.ts';
import type { VolumeProgress } from '../domain/run/progress.ts';
import { newProgress } from '../domain/run/volume-progress.ts';
import type { PassProgress } from '../domain/transfer/progress.ts';
import {
  combineProgress,
  NOTHING_SHOWN,
  type ShownProgress,
} from '../domain/transfer/shown-progress.ts';
import { writeProgress } from './progress.ts';

/** Tells people where the copy of one volume stands, at most once a second. */
export interface ProgressTeller {
  /** @param message what else a person should know */
  copying(progress: PassProgress, attempt: number, message?: string): void;
}

const TELL_EVERY_MS = 1_000;

/** One pass of one volume, behind those that have ended. */
export interface ToldCopy {
  volume: RunVolume;
  order: PassOrder;
  passes: PassResult[];
}

/** Telling is done beside the copy: a host cluster that does not answer must not hold up a volume. */
export function tellProgress(
  host: Cluster,
  run: Pick<RunFacts, 'run' | 'source'>,
  copy: ToldCopy,
): ProgressTeller {
  const { volume, order } = copy;
  let shown: ShownProgress = NOTHING_SHOWN;
  let toldAt = 0;
  let telling = false;

  function tell(attempt: number, message?: string): void {
    if (telling || Date.now() - toldAt < TELL_EVERY_MS) return;
    telling = true;
    toldAt = Date.now();
    writeProgress(host, run, volume, {
      ...copyingProgress(copy, shown, attempt),
      ...noted(message),
    })
      .catch((error: unknown) => {
        log.warn('progress could not be told', { error: String(error) });
      })
      .finally(() => {
        telling = false;
      });
  }

  return {
    copying(progress, attempt, message) {
      const totals = { files: order.filesTotal, bytes: order.bytesTotal };
      shown = combineProgress(shown, progress, totals);
      tell(attempt, message);
    },
  };
}

function noted(message: string | undefined): Pick<VolumeProgress, 'message'> {
  return message === undefined ? {} : { message };
}

function copyingProgress(
  { volume, order, passes }: ToldCopy,
  shown: ShownProgress,
  attempt: number,
): VolumeProgress {
  const passKind = order.kind === 'repair' ? 'final' : order.kind;
  return {
    ...newProgress(volume),
    ...shown,
    state: 'copying',
    pass: order.number,
    passKind,
    attempt,
    passes,
  };
}
