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

  it('says where the application is not well, when it did not become ready', () => {
    const unhealthy = [{ name: 'shop', workloads: [{ name: 'Deployment web: 0 of 1' }] }];
    const failure = {
      code: 'DRAY-5003',
      kind: 'fatal',
      meaning: 'the application did not become ready',
      detail: 'web lacks a pod.',
      hint: 'Look at it.',
      unhealthy,
    } as const;

    const status = runStatus(runAt('UnQuiesceDestApplications', { failure, outcome: 'failed' }));

    expect(status.namespaces).toEqual(unhealthy);
    expect(status.conditions).toContainEqual(
      expect.objectContaining({
        ...{ type: 'UnhealthyNamespaces', category: 'Warn', reason: 'ErrorsDetected' },
        message: expect.stringContaining("'shop' has unhealthy pods"),
      }),
    );
    expect(runStatus(runAt('EnsureQuiesced'))).not.toHaveProperty('namespaces');
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

  describe('of a run that is cancelled', () => {
    const undone = [{ undo: 'unquiesceSource', startedAt: AT, endedAt: LATER }] as const;
    const removing = { undo: 'removeHelpers', startedAt: LATER } as const;
    const canceling = runAt('EnsureQuiesced', {
      undoing: { why: 'canceled', what: 'pods of the transfer', undo: 'removeHelpers' },
      undone: [...undone, removing],
    });

    it('counts the steps of the way back, in MTC’s names', () => {
      expect(runStatus(canceling)).toMatchObject({
        phase: 'DeleteDirectVolumeMigrationResources',
        itinerary: 'Cancel',
      });
      expect(runStatus(canceling).conditions).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ type: 'Canceling', reason: 'Cancel' }),
          expect.objectContaining({ type: 'Running', message: 'Step: 6/11' }),
        ]),
      );
    });

    it('shows them behind its pipeline', () => {
      expect(entry(canceling, 'CleanupUnquiesce')).toMatchObject({ completed: LATER });
      expect(entry(canceling, 'CleanupHelpers')).toMatchObject({
        started: LATER,
        phase: 'DeleteDirectVolumeMigrationResources',
      });
      expect(entry(canceling, 'CleanupVelero')).toMatchObject({ message: 'Not started' });
      const ended = { ...canceling, outcome: 'canceled' } as const;
      expect(entry(ended, 'CleanupVelero')).toMatchObject({ skipped: true });
      expect(entry(runAt('EnsureQuiesced'), 'CleanupVelero')).toBeUndefined();
    });
  });

  it('counts the steps of a failure while it is taken back', () => {
    const undoing = { why: 'failed', what: 'pods', undo: 'removeHelpers' } as const;
    const failing = runAt('EnsureQuiesced', { undoing, undone: [] });

    expect(runStatus(failing)).toMatchObject({ phase: 'MigrationFailed', itinerary: 'Failed' });
    expect(runStatus(failing).conditions).toContainEqual(
      expect.objectContaining({ reason: 'MigrationFailed', message: 'Step: 1/4' }),
    );
  });

  it('measures the phases that ended', () => {
    const { drayage } = runStatus(runAt('EnsureQuiesced'));

    expect(drayage.phaseSeconds).toContainEqual({ phase: 'QuiesceApplications', seconds: 2.5 });
    expect(drayage.phaseSeconds.map((found) => found.phase)).not.toContain('EnsureQuiesced');
  });
});
