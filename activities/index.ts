import { createAdmissionActivities } from './admission.ts';
import { createStartChecks } from './before-start.ts';
import { createMeasureActivities } from './capacity/measure-plan.ts';
import { createCheckActivities } from './checks.ts';
import { createDryRunActivities } from './dry-run.ts';
import { createForesightActivities } from './foresight.ts';
import { createHookActivities } from './hooks/hooks.ts';
import { createImageActivities } from './images.ts';
import { createLeftoverActivities } from './leftovers.ts';
import { createManifestActivities } from './manifests.ts';
import { createPassActivities } from './passes.ts';
import { createDirectActivities } from './objects/direct.ts';
import type { Ports } from './ports.ts';
import { createPreflightActivities } from './preflight.ts';
import { createQuiesceActivities } from './quiesce.ts';
import { createRestoredActivities } from './restored.ts';
import { createLeftActivities } from './rollback/left.ts';
import { createMigratedActivities } from './rollback/migrated.ts';
import { createSourceActivities } from './rollback/source.ts';
import { createStopActivities } from './rollback/stop.ts';
import { createSurveyActivities } from './rollback/survey.ts';
import { createPlanVeleroActivities } from './rollback/velero.ts';
import { createScheduleActivities } from './schedules.ts';
import { createStatusActivities } from './status.ts';
import { createTargetActivities } from './target.ts';
import { createLocationActivities } from './velero-location.ts';
import { createRestoreActivities } from './velero-restore.ts';
import { createBackupActivities } from './velero.ts';
import { createCopyActivities } from './volume-migration/copies.ts';
import { createVolumeActivities } from './volumes.ts';

export type { Ports } from './ports.ts';

/** Everything that workflows may have done, by capability. */
export function createActivities(ports: Ports) {
  return {
    ...createAdmissionActivities(ports),
    ...createBackupActivities(ports),
    ...createCopyActivities(ports),
    ...createCheckActivities(ports),
    ...createDirectActivities(ports),
    ...createDryRunActivities(ports),
    ...createForesightActivities(ports),
    ...createHookActivities(ports),
    ...createImageActivities(ports),
    ...createLeftActivities(ports),
    ...createLeftoverActivities(ports),
    ...createLocationActivities(ports),
    ...createManifestActivities(ports),
    ...createMeasureActivities(ports),
    ...createMigratedActivities(ports),
    ...createPassActivities(ports),
    ...createPlanVeleroActivities(ports),
    ...createPreflightActivities(ports),
    ...createQuiesceActivities(ports),
    ...createRestoreActivities(ports),
    ...createRestoredActivities(ports),
    ...createScheduleActivities(ports),
    ...createSourceActivities(ports),
    ...createStartChecks(ports),
    ...createStatusActivities(ports),
    ...createStopActivities(ports),
    ...createSurveyActivities(ports),
    ...createTargetActivities(ports),
    ...createVolumeActivities(ports),
  };
}

export type Activities = ReturnType<typeof createActivities>;
