import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CUTOVER } from '../../domain/itinerary/cutover.ts';
import type { Step, UndoName } from '../../domain/itinerary/step.ts';
import type { Outcome } from '../../domain/run/state.ts';
import { at, type Place, PLACES } from './act-activities.ts';
import { blockUntilCancelled, closedGate, FATAL, failFatally } from './behaviours.ts';
import type { ActivityName, Scenario } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';

jest.setTimeout(60_000);

/** One run that is hit at one place. */
interface Case {
  step: Step;
  place: Place;
  run: Scenario;
  outcome: Promise<Outcome | undefined>;
}

const committed = CUTOVER.steps.findIndex((step) => step.pointOfNoReturn === true);
const BEFORE = placesOf(CUTOVER.steps.slice(0, committed));
const AFTER = placesOf(CUTOVER.steps.slice(committed));

/** Every activity of every act: name for the report, step and place. */
function placesOf(steps: readonly Step[]): [string, Step, Place][] {
  return steps.flatMap((step) =>
    (step.act === undefined ? [] : PLACES[step.act]).map((place): [string, Step, Place] => [
      `${step.phase}, ${place.activity}`,
      step,
      place,
    ]),
  );
}

/** Of all steps up to this one, the last first, each once. */
function undosUpTo(last: Step): UndoName[] {
  const begun = CUTOVER.steps.slice(0, CUTOVER.steps.indexOf(last) + 1);
  return [...new Set(begun.flatMap(({ undo }) => undo ?? []).reverse())];
}

const ALL_UNDOS: ReadonlySet<ActivityName> = new Set(
  CUTOVER.steps.flatMap(({ undo }) => undo ?? []),
);

function undosOf(run: Scenario): ActivityName[] {
  return run.names.filter((name) => ALL_UNDOS.has(name));
}

/** Said once more by hand: an itinerary that forgets one of these must not pass. */
const TAKEN_BACK_BY: [ActivityName, UndoName][] = [
  ['createBackup', 'deleteVeleroObjects'],
  ['prepareVolume', 'removeHelpers'],
  ['quiesceSource', 'unquiesceSource'],
  ['createRestore', 'deleteRestored'],
];

function expectAllTakenBack(run: Scenario): void {
  for (const [act, undo] of TAKEN_BACK_BY) {
    if (run.names.includes(act)) expect(run.names).toContain(undo);
  }
}

/** Whatever began before the first undo has ended before it begins. */
function expectNothingBesideUndos(run: Scenario): void {
  const acts = run.calls.filter(({ activity }) => activity !== 'publishRun');
  const first = acts.find(({ activity }) => ALL_UNDOS.has(activity));
  if (first === undefined) return;
  for (const { begin, end } of acts) {
    if (begin < first.begin) expect(end).toBeLessThan(first.begin);
  }
}

let stage: Stage;
let failed: Map<string, Case>;
let canceled: Map<string, Case>;
let late: Map<string, Case>;

/** All at once, since each run mostly waits for the server. */
beforeAll(async () => {
  stage = await openStage();
  failed = play('failed', [...BEFORE, ...AFTER], (run, place) => {
    at(run, place, failFatally);
    return stage.play(run);
  });
  canceled = play('canceled', BEFORE, async (run, place) => {
    const hit = Promise.withResolvers<undefined>();
    at(run, place, () => {
      hit.resolve(undefined);
      return blockUntilCancelled();
    });
    const handle = await stage.start(run);
    await hit.promise;
    await stage.engine.cancelRun(run.input);
    return stage.outcomeOf(handle);
  });
  late = play('late', AFTER, async (run, place) => {
    const hit = Promise.withResolvers<undefined>();
    const gate = closedGate();
    at(run, place, () => {
      hit.resolve(undefined);
      return gate.pass();
    });
    const handle = await stage.start(run);
    await hit.promise;
    await stage.engine.cancelRun(run.input);
    gate.open();
    return stage.outcomeOf(handle);
  });
});
afterAll(() => stage.stop());

function play(
  what: string,
  places: [string, Step, Place][],
  act: (run: Scenario, place: Place) => Promise<Outcome | undefined>,
): Map<string, Case> {
  return new Map(
    places.map(([name, step, place], index) => {
      const run = stage.scenario(`${what}-${index}`);
      const outcome = act(run, place);
      // It is looked at later, by the test of its name.
      outcome.catch(() => undefined);
      return [name, { step, place, run, outcome }];
    }),
  );
}

describe.each(BEFORE)('%s, before the target runs', (name, step) => {
  it('fails: what was begun is taken back, the last first, and the cause is told', async () => {
    const { run, outcome } = failed.get(name)!;

    expect(await outcome).toBe('failed');
    expect(undosOf(run)).toEqual(undosUpTo(step));
    expectAllTakenBack(run);
    expectNothingBesideUndos(run);
    expect(run.lastCondition('Failed')).toMatchObject({ status: 'True', reason: step.phase });
    expect(run.lastCondition('Failed')?.message).toContain(FATAL);
    expect(run.last?.drayage.failure).toMatchObject({ code: FATAL, object: 'old: Pod shop/web' });
  });

  it('is cancelled: it is waited for, and the same is taken back', async () => {
    const { run, place, outcome } = canceled.get(name)!;

    expect(await outcome).toBe('canceled');
    expect(run.callsOf(place.activity).some((call) => call.failed === true)).toBe(true);
    expect(undosOf(run)).toEqual(undosUpTo(step));
    expectAllTakenBack(run);
    expectNothingBesideUndos(run);
    expect(run.lastCondition('Canceled')).toMatchObject({ status: 'True', reason: 'Cancel' });
    expect(run.last?.drayage.failure).toBeUndefined();
  });
});

describe.each(AFTER)('%s, when the target runs', (name, step) => {
  it('fails: nothing is taken back', async () => {
    const { run, place, outcome } = failed.get(name)!;

    expect(await outcome).toBe('failed');
    expect(run.names.at(-1)).toBe(place.activity);
    expect(run.lastCondition('Failed')).toMatchObject({ reason: step.phase });
  });

  it('is cancelled: too late, the run completes', async () => {
    const { run, outcome } = late.get(name)!;

    expect(await outcome).toBe('succeeded');
    expect(run.names.at(-1)).toBe('awaitTargetReady');
    expect(undosOf(run)).toEqual(['removeHelpers']);
    expect(run.lastCondition('Succeeded')).toBeDefined();
  });
});
