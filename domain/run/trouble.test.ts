import { describe, expect, it } from '@jest/globals';
import { failure, recordOf } from '../failures/failure.ts';
import { CUTOVER } from '../itinerary/cutover.ts';
import { recordItinerary } from '../itinerary/record.ts';
import { runDetails } from './details.ts';
import {
  attributesAtStart,
  attributesOf,
  changedAttributes,
  NOTHING_TOLD,
} from './search-attributes.ts';
import { newRunState, type RunState } from './state.ts';
import { runStatus } from './status.ts';
import { stuckSince, type Trouble } from './trouble.ts';

const NOW = Date.parse('2026-01-01T01:00:00.000Z');
const INPUT = { namespace: 'm', migration: 'shop-1', uid: 'u', plan: 'shop' };

function at(seconds: number): string {
  return new Date(NOW + seconds * 1000).toISOString();
}

function trouble(since: number, toldAt: number): Trouble {
  const found = failure('DRAY-1002', { detail: 'connection refused', object: 'old: API server' });
  return { act: `${since}`, since: at(since), toldAt: at(toldAt), failure: recordOf(found) };
}

function state(change: Partial<RunState> = {}): RunState {
  const itinerary = recordItinerary(CUTOVER, new Set(['quiesce', 'hasVolumes'] as const));
  const fresh = newRunState({ workflowId: 'm/shop', runId: 'r1' }, itinerary, at(-600));
  fresh.current = itinerary.steps.findIndex(({ phase }) => phase === 'EnsureQuiesced');
  fresh.marks[itinerary.steps.findIndex(({ phase }) => phase === 'CleanStaleStagePods')] = {
    startedAt: at(-600),
    endedAt: at(-597.5),
  };
  fresh.marks[fresh.current] = { startedAt: at(-300) };
  return { ...fresh, ...change };
}

function troubles(...all: Trouble[]): Partial<RunState> {
  return { troubles: Object.fromEntries(all.map((one) => [one.act, one])) };
}

const HELD = {
  number: 1,
  phase: 'EnsureQuiesced',
  failure: trouble(0, 0).failure,
  since: at(-30),
  until: at(3600),
  skippable: false,
};

describe('a run is stuck', () => {
  it.each<[string, Partial<RunState>, string | undefined]>([
    ['not while it goes on', {}, undefined],
    ['not when something has failed for a moment', troubles(trouble(-59, 0)), undefined],
    ['when something has failed for a minute', troubles(trouble(-60, 0)), at(-60)],
    ['since the oldest of several', troubles(trouble(-90, 0), trouble(-200, -10)), at(-200)],
    ['not when nobody has said so for long', troubles(trouble(-500, -240)), undefined],
    ['when it waits for a person', { held: HELD }, at(-30)],
    ['not when it has ended', { ...troubles(trouble(-90, 0)), outcome: 'failed' }, undefined],
  ])('%s', (_when, change, since) => {
    expect(stuckSince(state(change), NOW)).toBe(since);
  });
});

describe('the condition of a run that keeps failing', () => {
  const find = (change: Partial<RunState>) =>
    runStatus(state(change), NOW).conditions.find(({ type }) => type === 'KeepsFailing');

  it('says since when, what was found, and what to do', () => {
    expect(find(troubles(trouble(-90, 0)))).toMatchObject({
      category: 'Warn',
      reason: 'EnsureQuiesced',
      message: expect.stringMatching(/since 2026-01-01T00:58:30.*connection refused.*firewall/),
    });
  });

  it.each<[string, Partial<RunState>]>([
    ['it goes on', {}],
    ['a person is asked', { ...troubles(trouble(-90, 0)), held: HELD }],
    ['it has ended', { ...troubles(trouble(-90, 0)), outcome: 'failed' }],
  ])('is absent when %s', (_when, change) => {
    expect(find(change)).toBeUndefined();
  });
});

describe('search attributes', () => {
  it('are told when they change, and only those', () => {
    const before = attributesOf(INPUT, state(), NOW);
    const clusters = { source: 'old', target: 'new' };
    const after = attributesOf(INPUT, state({ clusters, held: HELD }), NOW);

    expect(changedAttributes(NOTHING_TOLD, before)).toEqual([
      ...changedAttributes(NOTHING_TOLD, attributesAtStart(INPUT)),
      ['phase', 'EnsureQuiesced'],
    ]);
    expect(changedAttributes(before, after)).toEqual([
      ['source', 'old'],
      ['target', 'new'],
      ['stuckSince', at(-30)],
    ]);
    expect(changedAttributes(after, before)).toContainEqual(['stuckSince', null]);
    expect(changedAttributes(after, after)).toEqual([]);
  });
});

describe('current details', () => {
  it('begin with what is to be done, and list the steps with their times', () => {
    const lines = runDetails(INPUT, state({ clusters: { source: 'old', target: 'new' } }), NOW);

    expect(lines).toContain('**cutover of shop from old to new, begun 2026-01-01 00:50:00 UTC**');
    expect(lines).toContain('Nothing for you to do.');
    expect(lines).toContain(
      '| ✓ | **CleanStaleStagePods** remove what an earlier run of this plan left behind | 2.5 s |',
    );
    expect(lines).toContain(
      '| ▸ | **EnsureQuiesced** wait until the last pod has ended | since 00:55:00 |',
    );
    // Phases that do nothing are noise.
    expect(lines).not.toContain('WaitForRefresh');
  });

  it.each<[string, Partial<RunState>, string[]]>([
    [
      'a hold',
      { held: HELD },
      [
        ...['waits for you at EnsureQuiesced', 'old: API server: connection refused'],
        ...['dray retry shop', 'by itself at 2026-01-01 02:00:00 UTC', '| **!** |'],
      ],
    ],
    [
      'a step that keeps failing',
      troubles(trouble(-60, 0)),
      [
        'keeps failing, since',
        'connection refused',
        'dray cancel shop',
        '| **✗** | **EnsureQuiesced**',
      ],
    ],
    [
      'an undo that keeps failing',
      { ...troubles(trouble(-60, 0)), undoing: { why: 'failed', what: 'the standstill' } },
      ['Taking back the standstill, since', 'connection refused'],
    ],
    [
      'a failure that is taken back',
      { failure: HELD.failure, undoing: { why: 'failed', what: 'pods' } },
      ['DRAY-1002', 'Taking back: pods.', 'What to do'],
    ],
    ['a success', { outcome: 'warnings' }, ['The run has succeeded, with warnings.']],
  ])('tell of %s', (_what, change, words) => {
    const details = runDetails(INPUT, state(change), NOW);

    for (const word of words) expect(details).toContain(word);
  });

  it('stay within what Temporal takes, whatever was found', () => {
    const long = { ...HELD.failure, detail: 'x'.repeat(50_000) };
    const details = runDetails(INPUT, state({ held: { ...HELD, failure: long } }), NOW);

    expect(Buffer.byteLength(details)).toBeLessThan(15_000);
  });
});
