import { patched } from '@temporalio/workflow';
import { needsVelero } from '../domain/plan/object-transport.ts';
import { leftOutOfStage } from '../domain/run/exclusive.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { hookActsOf } from './hook-acts.ts';
import { cleanup, quick, waiting } from './proxies.ts';
import { rollbackActsOf } from './rollback-acts.ts';
import type { Acts, RunContext, Undos } from './runner.ts';
import { volumeActsOf } from './volume-acts.ts';

/** Not known to runs whose restore was ordered when Velero made everything. */
const PLACED_BEHIND_VELERO = 'placed-behind-velero';

/** What each act of an itinerary means. */
export function actsOf(facts: RunFacts): Acts {
  const isDirect = !needsVelero(facts.objectTransport);
  let isPlaced = false;
  return {
    checkPlan: (context) => checkPlan(facts, context),
    clearLeftovers: () => cleanup.clearLeftovers(facts),
    awaitVelero: () => waiting.awaitVelero(facts),
    ensureBackupLocations: () => waiting.ensureBackupLocations(facts),
    createBackup: () => quick.createBackup(facts),
    awaitBackup: async ({ warn }) => {
      warn(await waiting.awaitBackup(facts));
    },
    pullImages: async ({ warn }) => {
      await quick.ensureNamespaces(facts);
      warn(await waiting.pullImages(facts));
    },
    quiesceSource: async ({ state }) => {
      // Before the act: when its result is lost, the outage has begun all the same.
      state.downtime.startedAt ??= new Date().toISOString();
      await quick.quiesceSource(facts);
    },
    awaitQuiesced: () => waiting.awaitQuiesced(facts),
    startSource: (context) => startSource(facts, context),
    replicateBackup: () => quick.replicateBackup(facts),
    createRestore: async ({ warn }) => {
      await quick.ensureNamespaces(facts);
      if (isDirect) {
        warn(await waiting.placeObjects(facts));
        return;
      }
      isPlaced = patched(PLACED_BEHIND_VELERO);
      await quick.createRestore(facts);
    },
    awaitRestore: async ({ warn }) => {
      if (!isDirect) {
        const seen = await waiting.awaitRestore(facts);
        // What Velero cannot bring as it is wanted, and owners.
        if (isPlaced) warn([...seen, ...(await waiting.placeObjects(facts))]);
      }
      // The last look before there is no way back: all is there, and nothing on the source has been started.
      await quick.checkBeforeStart(facts);
    },
    startTarget: (context) => startTarget(facts, context),
    verifyTarget: async () => {
      await waiting.awaitTargetReady(facts);
    },
    removeHelpers: () => cleanup.removeHelpers(facts),
    ...volumeActsOf(facts),
    ...hookActsOf(facts),
    ...rollbackActsOf(facts),
  };
}

/** How each act of an itinerary is taken back. */
export function undosOf(facts: RunFacts): Undos {
  return {
    deleteVeleroObjects: () => cleanup.deleteVeleroObjects(facts),
    removeHelpers: () => cleanup.removeHelpers(facts),
    unquiesceSource: () => cleanup.unquiesceSource(facts),
    deleteRestored: () => cleanup.deleteRestored(facts),
  };
}

/** Whether any workload of the run has been started on the target. */
export function hasTargetStarted(facts: RunFacts): Promise<boolean> {
  return cleanup.hasTargetStarted(facts);
}

async function checkPlan(facts: RunFacts, { warn }: RunContext): Promise<void> {
  warn((await quick.checkRun(facts)) ?? []);
  // A stage is a rehearsal: it copies all the same, and says what would stop the cutover.
  if (facts.type !== 'stage') return;
  warn(leftOutOfStage(facts));
  warn(await quick.foreseeCutover(facts));
}

async function startSource(facts: RunFacts, { state }: RunContext): Promise<void> {
  await cleanup.unquiesceSource(facts);
  state.downtime.endedAt = new Date().toISOString();
}

async function startTarget(facts: RunFacts, { state }: RunContext): Promise<void> {
  await cleanup.startTarget(facts);
  const { endedAt } = await waiting.awaitTargetReady(facts);
  if (state.downtime.startedAt !== undefined) state.downtime.endedAt = endedAt;
}
