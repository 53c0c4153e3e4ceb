import type { ConditionDraft } from '../kinds/condition.ts';
import { listed } from '../objects/refusals.ts';

/** What a rollback came to. */
export interface RolledBack {
  /** Objects of the application and claims deleted from the target. */
  objects: number;
  claims: number;
  /** Backups, restores, and parts of transfers. */
  helpers: number;
  /** Workloads started on the source. */
  started: number;
}

/** What was done, for people; that there was nothing to do is a success as well. */
export function rolledBack({ objects, claims, helpers, started }: RolledBack): ConditionDraft {
  if (objects + claims + helpers + started === 0) {
    const message =
      'There was nothing to roll back: the target has nothing of the plan, and nothing on the source was stopped by it.';
    return advisory('NothingToRollBack', message);
  }
  const message =
    `${counted(objects, 'object')} and ${counted(claims, 'claim')} were deleted from the target, with what was ` +
    `written there since the cutover; ${counted(started, 'workload')} on the source ` +
    `${started === 1 ? 'was' : 'were'} brought back to what it was before.`;
  return advisory('RolledBack', message);
}

/** Something went on being there; sentences that name it. */
export function leftAlone(
  type:
    | 'ObjectsLeftAlone'
    | 'WorkloadsLeftAlone'
    | 'StoppedByOthers'
    | 'VeleroObjectsLeft'
    | 'SourceNotReady',
  intro: string,
  sentences: readonly string[],
): ConditionDraft[] {
  if (sentences.length === 0) return [];
  const category = type === 'ObjectsLeftAlone' ? 'Advisory' : 'Warn';
  const message = `${intro}: ${listed(sentences)}.`;
  return [{ type, status: 'True', category, reason: 'Left', message, durable: true }];
}

function advisory(type: string, message: string): ConditionDraft {
  return { type, status: 'True', category: 'Advisory', reason: type, message, durable: true };
}

function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
