import { describe, expect, it } from '@jest/globals';
import { Decision, type Hold, refuseDecision, waysOut } from './hold.ts';

const HOLD: Hold = {
  number: 2,
  phase: 'PullTargetImages',
  failure: {
    code: 'DRAY-2009',
    kind: 'fatal',
    meaning: 'an image cannot be pulled',
    detail: 'shop/web:1',
    hint: 'Push it.',
  },
  since: '2026-01-01T00:00:00Z',
  until: '2026-01-01T04:00:00Z',
  skippable: true,
};
const FIRM: Hold = { ...HOLD, phase: 'EnsureQuiesced', skippable: false };

describe('a decision', () => {
  it.each<[string, Hold | undefined, Decision, RegExp | undefined]>([
    ['retry', HOLD, { hold: 2, act: 'retry' }, undefined],
    ['rollback', FIRM, { hold: 2, act: 'rollback' }, undefined],
    ['skip', HOLD, { hold: 2, act: 'skip', reason: 'they are there' }, undefined],
    ['skip of what others rely on', FIRM, { hold: 2, act: 'skip', reason: 'x' }, /cannot be left/],
    ['about an earlier hold', HOLD, { hold: 1, act: 'retry' }, /hold 1 is over.*hold 2/],
    ['without a hold', undefined, { hold: 1, act: 'retry' }, /does not wait/],
  ])('%s', (_name, hold, decision, refused) => {
    const said = refuseDecision(hold, decision);
    if (refused === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(refused);
  });

  it.each([
    [{ hold: 1, act: 'skip' }],
    [{ hold: 1, act: 'skip', reason: '  ' }],
    [{ hold: 0, act: 'retry' }],
    [{ hold: 1, act: 'restart' }],
    [{ hold: 1, act: 'retry', because: 'x' }],
  ])('%j is none', (wrong) => {
    expect(Decision.safeParse(wrong).success).toBe(false);
  });
});

it('tells of what can be done, and until when', () => {
  expect(waysOut(HOLD)).toBe(
    'dray retry, dray skip or dray rollback; at 2026-01-01T04:00:00Z it rolls back by itself.',
  );
  expect(waysOut(FIRM)).not.toContain('skip');
});
