import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CUTOVER } from '../../domain/itinerary/cutover.ts';
import { at, placesOf } from './act-activities.ts';
import {
  blockUntilCancelled,
  closedGate,
  FATAL,
  failFatally,
  failTransiently,
} from './behaviours.ts';
import type { ActivityName, Scenario } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';

jest.setTimeout(60_000);

const TIMES = 3;
const ACTS = CUTOVER.steps.flatMap((step) => {
  const last = placesOf('cutover', [step]).at(-1);
  if (last === undefined) return [];
  const { phase, when = [] } = step;
  return [{ phase, place: last[2], claims: when.includes('hasVolumes') ? ['data'] : [] }];
});

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

describe('a cluster that is away for a moment', () => {
  const played = new Map<string, { run: Scenario; outcome: Promise<unknown> }>();
  /** All at once, since each run mostly waits for its next try. */
  beforeAll(() => {
    for (const { phase, place, claims } of ACTS) {
      const run = stage.scenario(`transient-${phase}`, { claims });
      at(run, place, failTransiently(TIMES));
      const outcome = stage.play(run);
      // It is looked at later, by the test of its name.
      outcome.catch(() => undefined);
      played.set(phase, { run, outcome });
    }
  });

  it.each(ACTS)('delays $phase, and undoes nothing', async ({ phase, place }) => {
    const { run, outcome } = played.get(phase)!;

    expect(await outcome).toBe('succeeded');
    const failures = run.callsOf(place.activity).filter(({ failed }) => failed === true);
    expect(failures.length).toBeGreaterThanOrEqual(TIMES);
    expect(run.names).not.toContain('unquiesceSource');
    expect(run.names).not.toContain('deleteVeleroObjects');
    expect(run.names).not.toContain('deleteRestored');
    expect(run.last?.errors).toEqual([]);
  });

  it.concurrent('delays an undo, and skips none', async () => {
    const run = stage.scenario('undo-delayed');
    run.on('awaitRestore', failFatally).on('unquiesceSource', failTransiently(TIMES));

    expect(await stage.play(run)).toBe('failed');
    expect(run.callsOf('unquiesceSource').at(-1)).toMatchObject({ attempt: 4, failed: false });
    expect(run.names).toContain('deleteVeleroObjects');
    expect(run.last?.errors).toHaveLength(1);
  });
});

describe('an undo that cannot be done', () => {
  const UNDOS: [ActivityName, string][] = [
    ['deleteRestored', 'objects restored on the target'],
    ['deleteVeleroObjects', 'backup and restore'],
    ['removeHelpers', 'pods of the transfer'],
  ];

  it.concurrent.each(UNDOS)(
    '%s: keeps no other from being done, and is named',
    async (undo, words) => {
      const run = stage.scenario(`cannot-${undo}`);
      run.on('awaitRestore', failFatally).on(undo, failFatally);

      expect(await stage.play(run)).toBe('failed');
      const undone = run.names.slice(run.names.indexOf('awaitRestore') + 1);
      expect(new Set(undone)).toEqual(new Set(['unquiesceSource', ...UNDOS.map(([name]) => name)]));
      expect(run.last?.errors).toHaveLength(2);
      expect(run.last?.errors[1]).toContain(FATAL);
      expect(run.last?.errors[1]).toContain(words);
    },
  );

  it.concurrent(
    'is tried again by the minute, until the application on the source runs again',
    async () => {
      const run = stage.scenario('token-renewed');
      const times = 5;
      run.on('awaitRestore', failFatally).on('unquiesceSource', () => {
        if (run.callsOf('unquiesceSource').length <= times) failFatally();
      });

      expect(await stage.play(run)).toBe('failed');
      expect(run.callsOf('unquiesceSource')).toHaveLength(times + 1);
      expect(run.callsOf('unquiesceSource').at(-1)?.failed).toBe(false);
      const told = run.statuses.flatMap(({ errors }) => errors);
      expect(told).toContainEqual(expect.stringContaining('the standstill of the application'));
      expect(run.last?.errors).toHaveLength(1);
    },
  );

  it.concurrent('is named after a cancellation, too', async () => {
    const run = stage.scenario('canceled-undo');
    run.on('awaitQuiesced', blockUntilCancelled).on('removeHelpers', failFatally);
    const handle = await stage.start(run);
    await run.until(() => run.names.includes('awaitQuiesced'));
    await stage.engine.cancelRun(run.input);

    expect(await stage.outcomeOf(handle)).toBe('canceled');
    expect(run.last?.errors).toEqual([expect.stringContaining(FATAL)]);
  });
});

describe('a start that is not known to have started anything', () => {
  it.concurrent('is not taken back, and the run is told to have failed', async () => {
    const run = stage.scenario('unknown-start');
    run.on('startTarget', failFatally).on('hasTargetStarted', failFatally);

    expect(await stage.play(run)).toBe('failed');
    expect(run.names).not.toContain('unquiesceSource');
    expect(run.names).not.toContain('deleteRestored');
    expect(run.lastCondition('Failed')).toBeDefined();
  });

  it.concurrent('is not taken back when a part of it runs', async () => {
    const run = stage.scenario('half-start').answer('hasTargetStarted', () => true);
    run.on('startTarget', failFatally);

    expect(await stage.play(run)).toBe('failed');
    expect(run.names.slice(-2)).toEqual(['hasTargetStarted', 'removeHelpers']);
  });
});

describe('a cancellation that an act does not hear', () => {
  it.concurrent('waits for the act, and then takes it back', async () => {
    const gate = closedGate();
    const run = stage.scenario('deaf').on('quiesceSource', gate.pass);
    const handle = await stage.start(run);
    await run.until(() => run.names.includes('quiesceSource'));

    await stage.engine.cancelRun(run.input);
    // A query is answered from a state that knows of all that was asked before.
    await handle.query('__stack_trace');
    expect(run.names).not.toContain('unquiesceSource');
    gate.open();

    expect(await stage.outcomeOf(handle)).toBe('canceled');
    const [quiesced] = run.callsOf('quiesceSource');
    const [unquiesced] = run.callsOf('unquiesceSource');
    expect(quiesced!.end).toBeLessThan(unquiesced!.begin);
    expect(run.names).not.toContain('awaitQuiesced');
  });
});
