import { describe, expect, it } from '@jest/globals';
import type { FailureRecord } from '../failures/failure.ts';
import type { VolumeProgress } from '../run/progress.ts';
import { VOLUME_MIGRATION, VOLUME_MIGRATION_FAILED } from './itinerary.ts';
import { type CopyState, newCopyState } from './state.ts';
import { copyStatus } from './status.ts';

const STARTED = '2026-01-02T03:04:05.000Z';

function state(changes: Partial<CopyState> = {}): CopyState {
  return { ...newCopyState(STARTED), phase: 'RunRsyncOperations', ...changes };
}

function volume(claim: string, changes: Partial<VolumeProgress> = {}) {
  const progress: VolumeProgress = {
    ...{ namespace: 'shop', claim, targetNamespace: 'shop', targetClaim: claim },
    ...{ state: 'copying', pass: 1, bytesDone: 50, bytesTotal: 200, filesDone: 1, filesTotal: 4 },
    ...{ bytesPerSecond: 2_500_000, attempt: 2, ...changes },
  };
  return { progress, pod: `dray-${claim}-send` };
}

const FAILURE: FailureRecord = {
  ...{ code: 'DRAY-3007', kind: 'fatal', meaning: 'the volume on the target is full' },
  ...{ detail: 'No space left.', object: 'PersistentVolumeClaim shop/data', hint: 'Enlarge it.' },
};

describe('the phases', () => {
  it('are MTC’s twenty, and its two of a failure', () => {
    expect(VOLUME_MIGRATION).toHaveLength(20);
    expect(VOLUME_MIGRATION_FAILED.map(({ phase }) => phase)).toEqual([
      'MigrationFailed',
      'Completed',
    ]);
  });
});

describe('the status of a copy', () => {
  it('says where it stands in MTC’s words', () => {
    expect(copyStatus(state(), [volume('data')])).toEqual({
      conditions: [
        {
          ...{ type: 'Running', status: 'True', category: 'Advisory' },
          ...{ reason: 'RunRsyncOperations', message: 'Step: 17/20' },
        },
      ],
      ...{ phase: 'RunRsyncOperations', itinerary: 'VolumeMigration', startTimestamp: STARTED },
      phaseDescription: expect.stringContaining('copied'),
      errors: [],
      rsyncOperations: [{ pvcReference: { name: 'data', namespace: 'shop' }, currentAttempt: 2 }],
      runningPods: [
        {
          ...{ kind: 'Pod', name: 'dray-data-send', namespace: 'shop' },
          pvcRef: { name: 'data', namespace: 'shop' },
          ...{ lastObservedProgressPercent: '25%', lastObservedTransferRate: '2.50MB/s' },
        },
      ],
      ...{ successfulPods: [], failedPods: [], pendingPods: [] },
    });
  });

  it('says what has kept failing for more than a minute', () => {
    const [since, toldAt] = ['2026-01-02T03:04:05.000Z', '2026-01-02T03:06:05.000Z'];
    const troubles = { act: { act: 'act', since, toldAt, failure: FAILURE } };
    const shown = copyStatus(state({ troubles }), [], Date.parse(toldAt));
    expect(shown.conditions).toMatchObject([
      { type: 'Running' },
      { type: 'KeepsFailing', category: 'Warn', message: expect.stringContaining('DRAY-3007') },
    ]);
  });

  it('sorts pods by what became of them', () => {
    const volumes = [
      volume('d', { state: 'failed' }),
      volume('c', { state: 'copied', passes: [] }),
      volume('b', { state: 'preparing' }),
      volume('a', { state: 'waiting' }),
    ];
    const shown = copyStatus(state(), volumes);
    expect(shown.pendingPods.map(({ name }) => name)).toEqual(['dray-a-send', 'dray-b-send']);
    expect(shown.successfulPods).toHaveLength(1);
    expect(shown.failedPods).toHaveLength(1);
    expect(shown.rsyncOperations.map(({ currentAttempt }) => currentAttempt)).toEqual([0, 0, 2, 2]);
  });

  it('that succeeded has no pod that runs, though progress be told late', () => {
    const ended = copyStatus(state({ outcome: 'succeeded', phase: 'Completed' }), [volume('data')]);
    expect(ended).toMatchObject({
      conditions: [{ type: 'Succeeded', durable: true }],
      rsyncOperations: [{ succeeded: true }],
      runningPods: [],
    });
    expect(ended.successfulPods).toHaveLength(1);
  });

  it('that failed says why, and which volumes it took along', () => {
    const failed = copyStatus(
      state({ outcome: 'failed', phase: 'Completed', failures: [FAILURE] }),
      [volume('data', { state: 'failed' }), volume('logs', { state: 'copied' })],
    );
    expect(failed.conditions).toMatchObject([
      { type: 'Failed', message: expect.stringContaining('PersistentVolumeClaim shop/data') },
    ]);
    expect(failed.errors).toEqual([
      'DRAY-3007 the volume on the target is full: PersistentVolumeClaim shop/data: No space left. Enlarge it.',
    ]);
    expect(failed.rsyncOperations).toMatchObject([{ failed: true }, { succeeded: true }]);
  });
});
