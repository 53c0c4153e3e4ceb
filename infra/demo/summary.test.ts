import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { drawSummary, holdsThroughout, type DemoResult } from './summary.ts';

const result: DemoResult = {
  name: 'shop',
  databaseBytes: 126_000_000,
  acknowledged: [
    { id: 1, at: 1_000, endpoint: 'source' },
    { id: 2, at: 1_005, endpoint: 'source' },
    { id: 3, at: 3_505, endpoint: 'target' },
  ],
  proofs: [{ claim: 'nothing is missing', holds: true, evidence: '3 of 3' }],
  run: {
    name: 'shop-x7k2',
    state: 'succeeded',
    startedAt: '2026-01-01T00:00:00Z',
    endedAt: '2026-01-01T00:00:24Z',
    downtime: { seconds: 2.1, predictedSeconds: 3 },
    phaseSeconds: [
      { phase: 'Started', seconds: 0.001 },
      { phase: 'EnsureQuiesced', seconds: 1.2 },
    ],
    temporal: { workflowId: 'openshift-migration/shop', url: 'http://127.0.0.1:8233/x' },
  },
  laps: [{ title: 'Sandbox', seconds: 8 }],
  hints: [{ meaning: 'what runs', command: 'kubectl get pods' }],
};

describe('drawSummary', () => {
  it.each([
    'shop has moved, and nothing is lost',
    '✓ nothing is missing  3 of 3',
    '126 MB',
    '3 acknowledged: 2 on the source, 1 on the target',
    '2.5 s as the writer saw it',
    '2.1 s by the clock of the run, 3.0 s predicted without the restore',
    'shop-x7k2, succeeded after 24.0 s',
    'http://127.0.0.1:8233/x',
    '  EnsureQuiesced  1.2 s',
    '  # what runs\n  kubectl get pods',
  ])('tells: %s', (text) => {
    expect(stripVTControlCharacters(drawSummary(result))).toContain(text);
  });

  it('leaves out phases that took no time', () => {
    expect(drawSummary(result)).not.toContain('Started');
  });

  it('says when the longest wait was not the move', () => {
    const [first, ...rest] = result.acknowledged;
    const slow = { ...result, acknowledged: [{ ...first!, at: -9_000 }, ...rest] };

    expect(drawSummary(slow)).toContain('its longest wait was another one: 10.0 s');
  });
});

describe('holdsThroughout', () => {
  it('needs every proof and a run that succeeded', () => {
    const unproved = { ...result, proofs: [{ claim: 'x', holds: false, evidence: 'y' }] };
    const inState = (state: string): DemoResult => ({ ...result, run: { ...result.run, state } });

    const verdicts = [result, unproved, inState('warnings'), inState('failed')];
    expect(verdicts.map(holdsThroughout)).toEqual([true, false, true, false]);
    expect(stripVTControlCharacters(drawSummary(unproved))).toContain('✗ x');
  });
});
