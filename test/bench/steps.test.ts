import { describe, expect, it } from '@jest/globals';
import { CUTOVER } from '../../domain/itinerary/cutover.ts';
import { OUTAGE_STEPS, secondsByStep, STEPS } from './steps.ts';

describe('secondsByStep', () => {
  it('adds phases of one step up, and leaves the others at zero', () => {
    const sums = secondsByStep([
      { phase: 'EnsureFinalRestore', seconds: 0.5 },
      { phase: 'FinalRestoreCreated', seconds: 0.75 },
      { phase: 'EnsureQuiesced', seconds: 2 },
    ]);
    expect(sums).toMatchObject({ restore: 1.25, 'wait for pods': 2, start: 0, other: 0 });
  });

  it('keeps what it does not know as other', () => {
    expect(secondsByStep([{ phase: 'Unheard', seconds: 3 }]).other).toBe(3);
  });

  it('knows every phase of a cutover that does something', () => {
    const acting = CUTOVER.steps.filter(({ act }) => act !== undefined);
    const sums = secondsByStep(acting.map(({ phase }) => ({ phase, seconds: 1 })));
    expect(sums.other).toBe(0);
    expect(STEPS.reduce((sum, step) => sum + sums[step], 0)).toBe(acting.length);
  });

  it('counts the steps between the stop and the start as the outage', () => {
    const order = OUTAGE_STEPS.map((step) => STEPS.indexOf(step));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(OUTAGE_STEPS.at(-1)).toBe('start');
  });
});
