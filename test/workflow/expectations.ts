import { expect } from '@jest/globals';
import { CUTOVER } from '../../domain/itinerary/cutover.ts';
import type { Step, UndoName } from '../../domain/itinerary/step.ts';
import type { ActivityName, Scenario } from './scenario.ts';

const ALL_UNDOS: ReadonlySet<ActivityName> = new Set(
  CUTOVER.steps.flatMap(({ undo }) => undo ?? []),
);

/**
 * What takes back all steps up to this one: the application on the source runs again first, then the last act
 * first, each once.
 */
export function undosUpTo(last: Step): UndoName[] {
  const begun = CUTOVER.steps.slice(0, CUTOVER.steps.indexOf(last) + 1);
  const undos = new Set(begun.flatMap(({ undo }) => undo ?? []).reverse());
  const isStopped = undos.delete('unquiesceSource');
  return [...(isStopped ? (['unquiesceSource'] as const) : []), ...undos];
}

/** What was done of all that takes something back. */
export function undosOf(run: Scenario): ActivityName[] {
  return run.names.filter((name) => ALL_UNDOS.has(name));
}

/** Said once more by hand: an itinerary that forgets one of these must not pass. */
const TAKEN_BACK_BY: [ActivityName, UndoName][] = [
  ['createBackup', 'deleteVeleroObjects'],
  ['prepareVolume', 'removeHelpers'],
  ['quiesceSource', 'unquiesceSource'],
  ['createRestore', 'deleteRestored'],
];

export function expectAllTakenBack(run: Scenario): void {
  for (const [act, undo] of TAKEN_BACK_BY) {
    if (run.names.includes(act)) expect(run.names).toContain(undo);
  }
}

/** Whatever began before the first undo has ended before it begins. */
export function expectNothingBesideUndos(run: Scenario): void {
  const acts = run.calls.filter(({ activity }) => activity !== 'publishRun');
  const first = acts.find(({ activity }) => ALL_UNDOS.has(activity));
  if (first === undefined) return;
  for (const { begin, end } of acts) {
    if (begin < first.begin) expect(end).toBeLessThan(first.begin);
  }
}
