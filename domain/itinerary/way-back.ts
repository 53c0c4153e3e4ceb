import type { PipelineStep } from '../kinds/pipeline.ts';
import type { UndoName } from './step.ts';

/** One phase of a list that a run follows once it has left its itinerary. */
export interface BackStep {
  /** MTC's name. */
  phase: string;
  pipeline: PipelineStep;
  /** The undo that is shown as this phase. */
  undo?: UndoName;
  /** A phase that MTC 1.7 does not have: shown, but left out of `Step: n/total`. */
  extra?: true;
}

/** What a run is shown to follow while its acts are taken back; which they are, and in which order, it knows itself. */
export interface WayBack {
  name: 'Cancel' | 'Failed';
  /** The first one stands for every undo that has none of its own. */
  steps: readonly [BackStep, ...BackStep[]];
}

/** The 11 phases of MTC 1.7's `Cancel` itinerary; `UnQuiesceSrcApplications` is MTC 1.8's, and comes first here. */
const CANCEL: WayBack = {
  name: 'Cancel',
  steps: [
    { phase: 'Canceling', pipeline: 'CleanupVelero' },
    {
      ...{ phase: 'UnQuiesceSrcApplications', pipeline: 'CleanupUnquiesce', extra: true },
      undo: 'unquiesceSource',
    },
    {
      ...{ phase: 'DeleteMigrated', pipeline: 'CleanupMigrated', extra: true },
      undo: 'deleteRestored',
    },
    { phase: 'DeleteBackups', pipeline: 'CleanupVelero', undo: 'deleteVeleroObjects' },
    { phase: 'DeleteRestores', pipeline: 'CleanupVelero' },
    { phase: 'DeleteRegistries', pipeline: 'CleanupHelpers' },
    { phase: 'DeleteHookJobs', pipeline: 'CleanupHelpers' },
    {
      ...{ phase: 'DeleteDirectVolumeMigrationResources', pipeline: 'CleanupHelpers' },
      undo: 'removeHelpers',
    },
    { phase: 'DeleteDirectImageMigrationResources', pipeline: 'CleanupHelpers' },
    { phase: 'EnsureStagePodsDeleted', pipeline: 'CleanupHelpers' },
    { phase: 'EnsureAnnotationsDeleted', pipeline: 'CleanupHelpers' },
    { phase: 'Canceled', pipeline: 'Cleanup' },
    { phase: 'Completed', pipeline: 'Cleanup' },
  ],
};

/** The 4 phases of MTC 1.7's `Failed` itinerary. MTC takes nothing back then; here the first one does. */
const FAILED: WayBack = {
  name: 'Failed',
  steps: [
    { phase: 'MigrationFailed', pipeline: 'CleanupHelpers' },
    { phase: 'DeleteRegistries', pipeline: 'CleanupHelpers' },
    { phase: 'EnsureAnnotationsDeleted', pipeline: 'CleanupHelpers' },
    { phase: 'Completed', pipeline: 'Cleanup' },
  ],
};

const WAYS_BACK = { canceled: CANCEL, failed: FAILED } as const;

/** By why a run left its itinerary. */
export function wayBackOf(why: keyof typeof WAYS_BACK): WayBack {
  return WAYS_BACK[why];
}

/** The phase as which an undo is shown. */
export function backStepOf({ steps }: WayBack, undo: UndoName | undefined): BackStep {
  return steps.find((step) => undo !== undefined && step.undo === undo) ?? steps[0];
}

/** n and total of `Step: n/total`; the farthest of what was shown, since undos have an order of their own. */
export function backNumberOf(
  way: WayBack,
  undos: readonly (UndoName | undefined)[],
): { number: number; total: number } {
  const number = (step: BackStep) => {
    const index = way.steps.indexOf(step);
    return way.steps.slice(0, index + 1).filter(({ extra }) => extra !== true).length;
  };
  return {
    number: Math.max(1, ...undos.map((undo) => number(backStepOf(way, undo)))),
    total: way.steps.filter(({ extra }) => extra !== true).length,
  };
}
