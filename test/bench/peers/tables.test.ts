import { describe, expect, it } from '@jest/globals';
import { differencesOf } from './fidelity.ts';
import { lossOf, type Measured, ratioTo, type Taken } from './results.ts';
import { gather } from './rounds.ts';
import { conclusions, peerTables, rank } from './tables.ts';
import { PASSES, type Way } from './way.ts';

const set = { name: 'one file', what: 'noise' };
const open = () => Promise.reject(new Error('not opened here'));
const way = (name: string, more: Partial<Way> = {}): Way => ({
  ...{ name, title: name, warm: true, open },
  ...more,
});
const WAYS = [
  way('ours', { title: 'Drayage' }),
  way('plain'),
  way('slow'),
  way('fast'),
  way('cp', { limit: true }),
];

const taken = (wallSeconds: number): Taken => ({
  ...{ wallSeconds, cpuSeconds: wallSeconds / 2, wireBytes: 1e7, peakBytes: 2e6 },
});

function measured(
  name: string,
  seconds: number,
  differences: Measured['differences'] = [{}],
): Measured {
  const passes = Object.fromEntries(PASSES.map((pass) => [pass, [taken(seconds)]]));
  return { set: set.name, way: name, passes, differences };
}

const RESULTS = [
  measured('fast', 0.1, [{}, { entry: 3 }]),
  measured('slow', 4),
  measured('plain', 1.9, [{ content: 2 }]),
  measured('ours', 2),
  measured('cp', 0.5, []),
];

describe('differencesOf', () => {
  it('counts the lines that either side has alone, by kind', () => {
    const here = new Set(['entry a|f', 'content x a', 'link b|a']);
    const there = new Set(['entry a|g', 'content x a']);
    expect(differencesOf(here, there)).toEqual({ entry: 2, link: 1 });
    expect(differencesOf(here, here)).toEqual({});
  });
});

describe('gather', () => {
  it('puts the rounds of a way together, each set for itself', () => {
    const other = { ...measured('ours', 3), set: 'database' };
    const gathered = gather([measured('ours', 1), other, measured('ours', 5, [{ link: 1 }])]);
    expect(gathered).toHaveLength(2);
    expect(gathered[0]?.passes.initial?.map((one) => one.wallSeconds)).toEqual([1, 5]);
    expect(gathered[0]?.differences).toEqual([{}, { link: 1 }]);
  });
});

describe('ranking', () => {
  it('puts whole copies first, whatever the speed of others', () => {
    const order = rank(set, WAYS, RESULTS).map((one) => [one.way.name, one.standing]);
    expect(order).toEqual([
      ...[
        ['ours', 'whole'],
        ['slow', 'whole'],
        ['cp', 'limit'],
      ],
      ...[
        ['fast', 'loses'],
        ['plain', 'loses'],
      ],
    ]);
  });

  it('counts a loss of any round', () => {
    expect(lossOf(measured('fast', 1, [{}, { entry: 3 }, { entry: 1, link: 2 }]))).toEqual({
      ...{ entry: 3, link: 2 },
    });
  });

  it('knows no ratio to what was not measured', () => {
    const ours = measured('ours', 2);
    expect(ratioTo(undefined, ours, 'delta', 'wallSeconds')).toBeUndefined();
    expect(ratioTo({ ...ours, passes: {} }, ours, 'delta', 'wallSeconds')).toBeUndefined();
    expect(ratioTo(measured('slow', 4), ours, 'delta', 'wallSeconds')).toBe(0.5);
  });
});

describe('the document', () => {
  it('has a table of time and one of cost, with ratios to ours and losses by kind', () => {
    const text = peerTables([set], WAYS, RESULTS);
    expect(text).toContain('### One file: noise');
    expect(text).toContain('| Drayage | 2.00 | 2.00 | 2.00 | 2.00 | 0 |');
    expect(text).toContain('| slow | 4.00 ×2.00 |');
    expect(text).toContain('| **loses** 3: 3 entry |');
    expect(text).toContain('| a limit |');
    expect(text).toContain('| 10 MB | 10 MB | 2.0 MB |');
  });

  it('says who is ahead among those that lose nothing, and how far plain rsync is', () => {
    const text = conclusions([set], WAYS, RESULTS);
    expect(text).toContain('Drayage is the fastest of them in every pass');
    expect(text).toContain('through the same tunnel: initial 1.05,');
  });

  it('says it of ours as well when it is slower, or loses something', () => {
    const slower = conclusions([set], WAYS, [measured('ours', 5), measured('slow', 4)]);
    expect(slower).toContain('is slower than slow in the pass “initial”');
    const losing = conclusions([set], WAYS, [measured('ours', 5, [{ link: 2 }])]);
    expect(losing).toContain('**loses** 2: 2 link');
  });
});
