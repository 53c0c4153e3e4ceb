import { describe, expect, it } from '@jest/globals';
import { CUTOVER } from '../itinerary/cutover.ts';
import { recordItinerary } from '../itinerary/record.ts';
import { newRunState, type RunState } from './state.ts';
import { runStatus } from './status.ts';

const AT = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-01T00:00:02.500Z';

function runAt(phase: string, change: Partial<RunState> = {}): RunState {
  const itinerary = recordItinerary(CUTOVER, new Set(['quiesce', 'hasVolumes'] as const));
  const state = newRunState({ workflowId: 'm/shop', runId: 'r1' }, itinerary, AT);
  state.current = itinerary.steps.findIndex((step) => step.phase === phase);
  itinerary.steps.forEach((step, index) => {
    if (!step.applies || index > state.current) return;
    state.marks[index] =
      index < state.current ? { startedAt: AT, endedAt: LATER } : { startedAt: LATER };
  });
  return { ...state, ...change };
}

function entry(state: RunState, name: string): unknown {
  return runStatus(state).pipeline.find((found) => found.name === name);
}

describe('runStatus', () => {
  it('says the phase, the step and the total as MTC does', () => {
    const status = runStatus(runAt('EnsureQuiesced'));

    expect(status).toMatchObject({ phase: 'EnsureQuiesced', itinerary: 'Final' });
    expect(status.conditions).toContainEqual(
      expect.objectContaining({
        type: 'Running',
        reason: 'EnsureQuiesced',
        message: 'Step: 20/49',
      }),
    );
  });

  it('shows each pipeline step as completed, under way, not started or skipped', () => {
    const state = runAt('EnsureQuiesced');

    expect(entry(state, 'Backup')).toMatchObject({ completed: LATER, message: 'Completed' });
    expect(entry(state, 'StageBackup')).toMatchObject({ phase: 'EnsureQuiesced', started: AT });
    expect(entry(state, 'Restore')).toEqual({ name: 'Restore', message: 'Not started' });
    expect(entry(state, 'PreBackupHooks')).toMatchObject({ skipped: true });
  });

  it('names the cause of a failure in the condition, the errors and the pipeline', () => {
    const failure = {
      code: 'DRAY-3007',
      kind: 'fatal',
      meaning: 'the volume on the target is full',
      detail: '3 GiB needed.',
      hint: 'Enlarge it.',
    } as const;
    const undone = { undoing: { why: 'failed', what: 'done' }, failure } as const;

    const status = runStatus(runAt('EnsureQuiesced', { ...undone, outcome: 'failed' }));

    expect(status.conditions).toContainEqual(
      expect.objectContaining({
        type: 'Failed',
        reason: 'EnsureQuiesced',
        durable: true,
        message: expect.stringContaining('DRAY-3007') as unknown,
      }),
    );
    expect(status.errors[0]).toContain('Enlarge it.');
    expect(status).toMatchObject({ phase: 'Completed', itinerary: 'Failed' });
    expect(entry(runAt('EnsureQuiesced', undone), 'StageBackup')).toMatchObject({ failed: true });
  });

  it.each([
    ['succeeded', 'Succeeded'],
    ['warnings', 'SucceededWithWarnings'],
    ['canceled', 'Canceled'],
  ] as const)('ends %s with MTC’s condition %s, and no Running', (outcome, type) => {
    const types = runStatus(runAt('Completed', { outcome })).conditions.map((found) => found.type);

    expect(types).toContain(type);
    expect(types).not.toContain('Running');
  });

  it('measures the phases that ended', () => {
    const { drayage } = runStatus(runAt('EnsureQuiesced'));

    expect(drayage.phaseSeconds).toContainEqual({ phase: 'QuiesceApplications', seconds: 2.5 });
    expect(drayage.phaseSeconds.map((found) => found.phase)).not.toContain('EnsureQuiesced');
  });
});
