import { describe, expect, it } from '@jest/globals';
import type { OutageSample } from './history.ts';
import { lastPassFactor } from './last-pass-factor.ts';

function outage(modelled: number | undefined, seen: number): OutageSample {
  return {
    ...{ run: 'run', plan: 'plan', type: 'cutover', objectTransport: 'Direct' },
    endedAt: '2026-11-02T00:00:00Z',
    parts: { quiesce: 1, lastPass: seen, verify: 1, restore: 1, start: 1 },
    leadSeconds: 1,
    expected: {
      ...{ p50Seconds: 5, p90Seconds: 9 },
      ...(modelled === undefined ? {} : { modelledLastPassSeconds: modelled }),
    },
  };
}

describe('lastPassFactor', () => {
  it.each<[string, OutageSample[], OutageSample[], number]>([
    ['without cutovers', [], [], 1],
    ['of cutovers that were not foretold', [outage(undefined, 9)], [], 1],
    ['of cutovers with nothing to send', [outage(0, 9)], [], 1],
    ['by their sums: the long ones count', [outage(0.1, 0.3), outage(9.9, 14.7)], [], 1.5],
    ['by its own before others', [outage(1, 1.2)], [outage(1, 1.9)], 1.2],
    ['by others when it has none', [], [outage(2, 3)], 1.5],
    ['within bounds: too long', [outage(1, 30)], [], 2],
    ['within bounds: too short', [outage(30, 1)], [], 0.5],
    [
      'by the latest',
      [...Array<OutageSample>(10).fill(outage(1, 1))].concat(
        Array<OutageSample>(10).fill(outage(1, 1.5)),
      ),
      [],
      1.5,
    ],
  ])('is known %s', (_, own, others, factor) => {
    expect(lastPassFactor(own, others)).toBeCloseTo(factor);
  });
});
