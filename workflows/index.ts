/** The registered workflows; their names are a contract with every run that is under way. */
export { cutover, rollback, stage, startLater, state } from './runs.ts';
export { checkObject, dryRun, measureVolumes, reportConditions } from './objects.ts';
export { scheduledRun } from './schedules.ts';
export { directVolumeMigration } from './direct-volume-migration.ts';
export { copyVolume } from './copy-volume.ts';
export { copyLastDelta, preCopyVolume } from './volume.ts';
