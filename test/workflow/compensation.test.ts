import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CUTOVER } from '../../domain/itinerary/cutover.ts';
import type { Step } from '../../domain/itinerary/step.ts';
import type { Outcome } from '../../domain/run/state.ts';
import { at, type Place, placesOf } from './act-activities.ts';
import { blockUntilCancelled, closedGate, FATAL, failFatally } from './behaviours.ts';
import {
  expectAllTakenBack,
  expectNothingBesideUndos,
  undosOf,
  undosUpTo,
} from './expectations.ts';
import type { Scenario } from './scenario.ts';
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
const BEFORE = placesOf('cutover', CUTOVER.steps.slice(0, committed));
const AFTER = placesOf('cutover', CUTOVER.steps.slice(committed));

let stage: Stage;
let failed: Map<string, Case>;
let canceled: Map<string, Case>;
let late: Map<string, Case>;
let unheard: Map<string, Case>;

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
  late = play('late', AFTER, cancelUnheard);
  unheard = play('unheard', BEFORE, cancelUnheard);
});
afterAll(() => stage.stop());

/** Cancels while an act is under way that does not listen, and that ends well. */
async function cancelUnheard(run: Scenario, place: Place): Promise<Outcome | undefined> {
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
}

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

  it('is cancelled while an act does not listen: nothing comes after it but the way back', async () => {
    const { run, outcome } = unheard.get(name)!;

    expect(await outcome).toBe('canceled');
    // The next step may have registered its own by then: there is nothing to undo of it.
    expect(undosOf(run)).toEqual(expect.arrayContaining(undosUpTo(step)));
    expectAllTakenBack(run);
    expect(run.callsOf('startTarget')).toEqual([]);
  });
});

describe.each(AFTER)('%s, where there is no way back', (name, step) => {
  it('fails: once the target runs, only what the run made for itself goes', async () => {
    const { run, place, outcome } = failed.get(name)!;

    expect(await outcome).toBe('failed');
    // A start that started nothing is as good as one that was never tried.
    const started = place.activity !== 'startTarget';
    expect(new Set(undosOf(run))).toEqual(new Set(started ? ['removeHelpers'] : undosUpTo(step)));
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
