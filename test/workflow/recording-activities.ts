import { activityInfo } from '@temporalio/activity';
import type { Activities } from '../../activities/index.ts';
import type { PassOrder, PassResult } from '../../domain/run/pass.ts';
import type { ManifestSummary } from '../../domain/transfer/xfer.ts';
import type { ActivityName, Input, Result, Scenario } from './scenario.ts';

type Answers = { [N in ActivityName]: (input: Input<N>, scenario: Scenario) => Result<N> };

/** What each activity answers when all goes well. */
const ANSWERS: Answers = {
  admitCopy: (_input, { facts }) => ({
    ...{ do: 'copy', facts, makesNamespaces: true, observedDigest: 'digest' },
  }),
  admitRun: (_input, { facts, itinerary }) => ({ admitted: true, facts, itinerary }),
  awaitBackup: () => [],
  awaitHook: () => undefined,
  awaitMigratedDeleted: () => [],
  awaitQuiesced: () => undefined,
  awaitRestore: () => [],
  awaitScheduledRun: () => ({ state: 'succeeded' }),
  awaitSourceReady: () => ({ endedAt: new Date().toISOString(), conditions: [] }),
  awaitTargetReady: () => ({ endedAt: new Date().toISOString() }),
  awaitVelero: () => undefined,
  checkBeforeStart: () => undefined,
  checkObject: () => ({ measure: false }),
  checkRun: () => [],
  clearLeftovers: () => undefined,
  compareVolume: () => [],
  createBackup: () => undefined,
  createRestore: () => undefined,
  deleteMigrated: () => undefined,
  deletePlanBackups: () => ({ deleted: 1, conditions: [] }),
  deleteRestored: () => undefined,
  deleteVeleroObjects: () => undefined,
  describeRollbackLeft: () => ['Still on the target: Deployment shop/web.'],
  describeVolume: () => manifest('same'),
  dryRunPlan: () => undefined,
  ensureBackupLocations: () => undefined,
  ensureNamespaces: () => undefined,
  foreseeCutover: () => [],
  forgetScheduledRuns: () => undefined,
  hasTargetStarted: (_input, { names }) => names.includes('awaitTargetReady'),
  makeCopyClaims: () => undefined,
  measurePlan: () => undefined,
  noteDue: () => undefined,
  orderScheduledRun: () => ({ state: 'ordered', name: 'nightly-1' }),
  placeObjects: () => [],
  prepareVolume: () => ({ files: 100, bytes: 1_000_000 }),
  pullImages: () => [],
  publishCopy: ({ state }, scenario) => {
    scenario.copyStates.push(state);
    return true;
  },
  publishRun: ({ status }, scenario) => {
    scenario.publish(status);
    return true;
  },
  quiesceSource: () => undefined,
  releaseVolumes: () => undefined,
  removeHelpers: () => undefined,
  removeTransfers: () => ({ removed: 0 }),
  replicateBackup: () => undefined,
  reportConditions: () => undefined,
  runPass: ({ order }) => passResult(order, { seconds: 0.4, bytesSent: 1_000_000 }),
  startHook: ({ planned }) => ({
    side: 'source',
    job: { apiVersion: 'batch/v1', kind: 'Job', namespace: 'ops', name: planned.hook.name },
    deadlineSeconds: 1800,
  }),
  startTarget: () => undefined,
  stopTarget: () => ({ stoppedAt: new Date().toISOString() }),
  surveyRollback: () => ({ objects: 5, claims: 1, conditions: [] }),
  tellVolume: () => undefined,
  unquiescePlan: () => [
    { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
  ],
  unquiesceSource: () => undefined,
};

/** Activities that touch no cluster: they record their calls in the scenario of their run, and do as it says. */
export function recordingActivities(scenarioOf: (name: string) => Scenario): Activities {
  const record = <N extends ActivityName>(activity: N) =>
    async function recorded(input: Input<N>): Promise<Result<N>> {
      const scenario = scenarioOf(runOf(input));
      const { attempt } = activityInfo();
      const settle = await scenario.take({ activity, input, attempt });
      const answer: (input: Input<N>, scenario: Scenario) => Result<N> =
        scenario.answerOf(activity) ?? ANSWERS[activity];
      const result = answer(input, scenario);
      settle(false);
      return result;
    };
  return {
    admitCopy: record('admitCopy'),
    admitRun: record('admitRun'),
    awaitBackup: record('awaitBackup'),
    awaitHook: record('awaitHook'),
    awaitMigratedDeleted: record('awaitMigratedDeleted'),
    awaitQuiesced: record('awaitQuiesced'),
    awaitRestore: record('awaitRestore'),
    awaitScheduledRun: record('awaitScheduledRun'),
    awaitSourceReady: record('awaitSourceReady'),
    awaitTargetReady: record('awaitTargetReady'),
    awaitVelero: record('awaitVelero'),
    checkBeforeStart: record('checkBeforeStart'),
    checkObject: record('checkObject'),
    checkRun: record('checkRun'),
    clearLeftovers: record('clearLeftovers'),
    compareVolume: record('compareVolume'),
    createBackup: record('createBackup'),
    createRestore: record('createRestore'),
    deleteMigrated: record('deleteMigrated'),
    deletePlanBackups: record('deletePlanBackups'),
    deleteRestored: record('deleteRestored'),
    deleteVeleroObjects: record('deleteVeleroObjects'),
    describeRollbackLeft: record('describeRollbackLeft'),
    describeVolume: record('describeVolume'),
    dryRunPlan: record('dryRunPlan'),
    ensureBackupLocations: record('ensureBackupLocations'),
    ensureNamespaces: record('ensureNamespaces'),
    foreseeCutover: record('foreseeCutover'),
    forgetScheduledRuns: record('forgetScheduledRuns'),
    hasTargetStarted: record('hasTargetStarted'),
    makeCopyClaims: record('makeCopyClaims'),
    measurePlan: record('measurePlan'),
    noteDue: record('noteDue'),
    orderScheduledRun: record('orderScheduledRun'),
    placeObjects: record('placeObjects'),
    prepareVolume: record('prepareVolume'),
    publishCopy: record('publishCopy'),
    publishRun: record('publishRun'),
    pullImages: record('pullImages'),
    quiesceSource: record('quiesceSource'),
    releaseVolumes: record('releaseVolumes'),
    removeHelpers: record('removeHelpers'),
    removeTransfers: record('removeTransfers'),
    replicateBackup: record('replicateBackup'),
    reportConditions: record('reportConditions'),
    runPass: record('runPass'),
    startHook: record('startHook'),
    startTarget: record('startTarget'),
    stopTarget: record('stopTarget'),
    surveyRollback: record('surveyRollback'),
    tellVolume: record('tellVolume'),
    unquiescePlan: record('unquiescePlan'),
    unquiesceSource: record('unquiesceSource'),
  };
}

/** The plan of a run, or the object that is looked at: what a scenario is found by. */
function runOf(input: Input<ActivityName>): string {
  if ('plan' in input) return input.plan;
  if ('facts' in input) return input.facts.run.plan;
  if ('run' in input) return input.run.plan;
  if ('schedule' in input) return input.schedule.plan;
  return input.name;
}

/** A pass as rsync would report it; the gap to the next is what the clock says. */
export function passResult(
  order: PassOrder,
  { seconds, bytesSent }: Pick<PassResult, 'seconds' | 'bytesSent'>,
): PassResult {
  return {
    number: order.number,
    kind: order.kind,
    bytesSent,
    bytesTotal: order.bytesTotal,
    filesScanned: order.filesTotal,
    filesTransferred: 1,
    seconds,
    startedAt: new Date().toISOString(),
    attempts: 1,
  };
}

/** Two manifests of the same word are of volumes with the same content. */
export function manifest(contents: string): ManifestSummary {
  return {
    manifest: '1',
    startedAtMs: 0,
    finishedAtMs: 0,
    entries: 100,
    files: 100,
    bytes: 1_000_000,
    filesHashed: 100,
    filesUnreadable: 0,
    walkErrors: 0,
    xattrErrors: 0,
    digests: { entries: 'e', devices: 'd', links: 'l', xattrs: 'x', contents },
  };
}
