import type { PipelineStep } from '../kinds/pipeline.ts';

/** What a step does, as a word; `workflows/acts` gives each its meaning. */
export type ActName =
  | 'checkPlan'
  | 'clearLeftovers'
  | 'awaitVelero'
  | 'ensureBackupLocations'
  | 'createBackup'
  | 'awaitBackup'
  | 'preCopyVolumes'
  | 'pullImages'
  | 'quiesceSource'
  | 'awaitQuiesced'
  | 'copyLastDelta'
  | 'startSource'
  | 'runHooks'
  | 'replicateBackup'
  | 'createRestore'
  | 'awaitRestore'
  | 'startTarget'
  | 'verifyTarget'
  | 'removeHelpers'
  | 'surveyRollback'
  | 'stopTarget'
  | 'goBackToSource'
  | 'deleteBackups'
  | 'removeTransfers'
  | 'deleteMigrated'
  | 'awaitMigratedDeleted'
  | 'awaitSourceReady';

/** What takes an act back. Each is idempotent, and a no-op when the act never happened. */
export type UndoName =
  'deleteVeleroObjects' | 'removeHelpers' | 'unquiesceSource' | 'deleteRestored';

/** A fact about the run that decides whether a step applies. */
export type Flag =
  | 'quiesce'
  | 'hasVolumes'
  | 'velero'
  | 'verify'
  | 'never'
  | 'hasPreBackupHooks'
  | 'hasPostBackupHooks'
  | 'hasPreRestoreHooks'
  | 'hasPostRestoreHooks';

/** One phase of an itinerary. */
export interface Step {
  /** MTC's name of the phase; scripts and consoles parse it. */
  phase: string;
  pipeline: PipelineStep;
  /** Applies only when all of these hold. */
  when?: readonly Flag[];
  act?: ActName;
  /** Registered before the act begins. */
  undo?: UndoName;
  /** From here on the target runs, and nothing is compensated by itself any more. */
  pointOfNoReturn?: true;
  /** A person may leave it out when it fails: nothing that comes after relies on it. */
  skippable?: true;
  /** A phase that MTC 1.7 does not have: shown, but left out of `Step: n/total`. */
  extra?: true;
  /** One line for a tired operator. */
  summary: string;
}

export interface Itinerary {
  /** MTC's name of the list: Final, Stage, Rollback. */
  name: string;
  steps: readonly Step[];
}
