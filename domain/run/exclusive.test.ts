import { describe, expect, it } from '@jest/globals';
import type { RunFacts, RunVolume } from './facts.ts';
import { leftOutOfStage } from './exclusive.ts';

const volume = (claim: string, rest: Partial<RunVolume> = {}): RunVolume =>
  ({ namespace: 'shop', claim, ...rest }) as RunVolume;

const facts = (quiesce: boolean, ...volumes: RunVolume[]): RunFacts =>
  ({ quiesce, volumes }) as RunFacts;

describe('leftOutOfStage', () => {
  it('names volumes that one pod alone may mount', () => {
    const found = leftOutOfStage(facts(false, volume('a'), volume('b', { exclusive: true })));

    expect(found).toMatchObject([{ type: 'VolumesNotStaged', category: 'Warn' }]);
    expect(found[0]?.message).toContain('[shop/b]');
  });

  it.each([
    ['there are none', facts(false, volume('a'))],
    ['the application is stopped', facts(true, volume('b', { exclusive: true }))],
  ])('says nothing when %s', (_, given) => {
    expect(leftOutOfStage(given)).toEqual([]);
  });
});
