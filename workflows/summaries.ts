import type { Activities } from '../activities/index.ts';

type Input<N extends keyof Activities> = Parameters<Activities[N]>[0];
type Words = { [N in keyof Activities]: string | ((input: Input<N>) => string) };

/** What an activity is about, in the words of people; the Temporal UI shows it in the place of its name. */
const WORDS: Words = {
  admitCopy: ({ name }) => `look at the DirectVolumeMigration ${name} and what it refers to`,
  admitRun: 'fix what the run is about, or refuse it',
  awaitBackup: 'wait for the backup of the objects',
  awaitHook: ({ planned }) => `wait for the hook ${planned.hook.name} (${planned.phase})`,
  awaitMigratedDeleted: 'wait until what the runs made on the target is gone',
  awaitQuiesced: 'wait until the last pod of the application has ended on the source',
  awaitRestore: 'wait until Velero has made the objects on the target',
  awaitScheduledRun: ({ name }) => `wait for the end of the run ${name}`,
  awaitSourceReady: 'wait until the application is ready on the source',
  awaitTargetReady: 'wait until the application is ready on the target',
  awaitVelero: 'wait for Velero on both clusters',
  checkBeforeStart: 'last look before the application starts on the target',
  checkObject: ({ kind, name }) => `check ${kind} ${name}`,
  checkRun: 'look at the plan, its clusters and its volumes again',
  clearLeftovers: 'remove what earlier runs of the plan left behind',
  compareVolume: ({ volume }) => `compare both ends of ${volume.namespace}/${volume.claim}`,
  createBackup: 'back up the objects of the application',
  createRestore: 'have Velero make the objects on the target',
  deleteMigrated: 'delete from the target what the runs of the plan made',
  deletePlanBackups: "delete the plan's backups and restores, with their files",
  deleteRestored: 'take back: objects on the target',
  deleteVeleroObjects: 'take back: backup and restore',
  describeRollbackLeft: 'see what is left on both sides',
  describeVolume: ({ volume, role, gently }) =>
    `describe the ${role === 'sender' ? 'source' : 'target'} of ${volume.namespace}/${volume.claim}` +
    (gently === true ? ', beside the application' : ''),
  dryRunPlan: ({ name }) => `say what a run of ${name} would do`,
  ensureBackupLocations: 'give both Veleros the replication repository',
  ensureNamespaces: 'make the namespaces on the target',
  foreseeCutover: 'look at what would stop a cutover',
  forgetScheduledRuns: ({ name }) => `delete runs of the schedule ${name} that ended long ago`,
  hasTargetStarted: 'see whether anything was started on the target',
  makeCopyClaims: 'make the claims on the target, or reserve them for this copy',
  noteDue: ({ run }) => `say that the time of the run ${run.migration} has come`,
  measurePlan: ({ name }) => `measure the volumes of ${name}`,
  orderScheduledRun: ({ schedule }) => `order a run of the schedule ${schedule.name}`,
  placeObjects: 'make objects on the target, standing still',
  prepareVolume: ({ volume }) =>
    `make the claim and the transfer pods of ${volume.namespace}/${volume.claim}`,
  publishCopy: ({ state }) => `tell: ${state.phase}`,
  publishRun: ({ status }) => `tell: ${status.phase}`,
  pullImages: 'pull the images of the application on the target',
  quiesceSource: 'stop the application on the source',
  releaseVolumes: 'remove the transfer pods, so that the volumes are free',
  removeHelpers: 'remove pods, services and secrets of the transfer',
  removeTransfers: 'remove what transfers left on both clusters',
  replicateBackup: 'show the backup to the target',
  reportConditions: ({ kind, name }) => `tell the conditions of ${kind} ${name}`,
  runPass: ({ volume, order }) =>
    `pass ${order.number} (${order.kind}) of ${volume.namespace}/${volume.claim}`,
  startHook: ({ planned }) => `start the hook ${planned.hook.name} (${planned.phase})`,
  startTarget: 'start the application on the target',
  stopTarget: 'stop and delete what runs on the target',
  surveyRollback: 'gather what the runs of the plan made',
  tellVolume: ({ volume, progress }) =>
    `tell: ${volume.namespace}/${volume.claim} is ${progress.state}`,
  unquiescePlan: 'start on the source what the runs of the plan stopped',
  unquiesceSource: 'start the application on the source, as it was',
};

/** Temporal refuses what is longer than 400 bytes. */
const LIMIT = 200;

/** One line for whoever looks at the history of a run. */
export function summaryOf(activity: string, input: unknown): string {
  // An activity and its input come from the same typed call.
  const words = WORDS[activity as keyof Words] as string | ((input: unknown) => string);
  return (typeof words === 'string' ? words : words(input)).slice(0, LIMIT);
}
