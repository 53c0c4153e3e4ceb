import { describe, expect, it } from '@jest/globals';
import { backNumberOf, backStepOf, wayBackOf } from './way-back.ts';

const counted = (why: 'canceled' | 'failed') =>
  wayBackOf(why)
    .steps.filter(({ extra }) => extra !== true)
    .map(({ pipeline, phase }) => `${pipeline} ${phase}`);

describe('the way back', () => {
  it('of a cancelled run has the 11 phases of MTC', () => {
    expect(counted('canceled')).toEqual([
      'CleanupVelero Canceling',
      'CleanupVelero DeleteBackups',
      'CleanupVelero DeleteRestores',
      'CleanupHelpers DeleteRegistries',
      'CleanupHelpers DeleteHookJobs',
      'CleanupHelpers DeleteDirectVolumeMigrationResources',
      'CleanupHelpers DeleteDirectImageMigrationResources',
      'CleanupHelpers EnsureStagePodsDeleted',
      'CleanupHelpers EnsureAnnotationsDeleted',
      'Cleanup Canceled',
      'Cleanup Completed',
    ]);
    expect(backNumberOf(wayBackOf('canceled'), [])).toEqual({ number: 1, total: 11 });
  });

  it('of a failed run has the 4 phases of MTC', () => {
    expect(counted('failed')).toEqual([
      'CleanupHelpers MigrationFailed',
      'CleanupHelpers DeleteRegistries',
      'CleanupHelpers EnsureAnnotationsDeleted',
      'Cleanup Completed',
    ]);
    expect(backNumberOf(wayBackOf('failed'), ['unquiesceSource'])).toEqual({ number: 1, total: 4 });
  });

  it('shows each undo of a cancelled run as a phase, and never goes backwards', () => {
    const way = wayBackOf('canceled');
    const undos = ['unquiesceSource', 'removeHelpers', 'deleteVeleroObjects'] as const;

    expect(undos.map((undo) => backStepOf(way, undo).phase)).toEqual([
      'UnQuiesceSrcApplications',
      'DeleteDirectVolumeMigrationResources',
      'DeleteBackups',
    ]);
    const numbers = undos.map(
      (_undo, index) => backNumberOf(way, undos.slice(0, index + 1)).number,
    );
    expect(numbers).toEqual([1, 6, 6]);
  });
});
