import { describe, expect, it } from '@jest/globals';
import { recordItinerary } from './record.ts';
import { ROLLBACK } from './rollback.ts';

const recorded = recordItinerary(ROLLBACK, new Set());

describe('the rollback itinerary', () => {
  it('has the 11 phases of MTC in its order, with its pipeline steps', () => {
    const counted = ROLLBACK.steps.filter(({ extra }) => extra !== true);

    expect(counted.map(({ phase, pipeline }) => `${pipeline} ${phase}`)).toEqual([
      'CleanupVelero Rollback',
      'CleanupVelero DeleteBackups',
      'CleanupVelero DeleteRestores',
      'CleanupHelpers DeleteRegistries',
      'CleanupHelpers EnsureStagePodsDeleted',
      'CleanupHelpers EnsureAnnotationsDeleted',
      'CleanupMigrated SwapPVCReferences',
      'CleanupMigrated DeleteMigrated',
      'CleanupMigrated EnsureMigratedDeleted',
      'CleanupUnquiesce UnQuiesceSrcApplications',
      'Cleanup Completed',
    ]);
    expect(recorded).toMatchObject({ name: 'Rollback', total: 11 });
  });

  it('looks before it touches, and starts the source only when the target is stopped', () => {
    const acts = recorded.steps.flatMap(({ applies, act }) => (applies ? (act ?? []) : []));

    expect(acts.slice(0, 3)).toEqual(['surveyRollback', 'stopTarget', 'goBackToSource']);
    expect(acts).toHaveLength(8);
  });

  it('takes nothing back, and has no point of no return', () => {
    expect(ROLLBACK.steps.some(({ undo, pointOfNoReturn }) => undo ?? pointOfNoReturn)).toBe(false);
  });
});
