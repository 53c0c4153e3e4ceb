import { executeChild, patched, workflowInfo } from '@temporalio/workflow';
import { volumeWorkflowId } from '../domain/engine-names.ts';
import { needsVelero } from '../domain/plan/object-transport.ts';
import type { RunFacts, RunVolume } from '../domain/run/facts.ts';
import { allOrNone, allToTheEnd } from './all-or-none.ts';
import { cleanup, quick, waiting } from './proxies.ts';
import { rollbackActsOf } from './rollback-acts.ts';
import type { Acts, RunContext, Undos } from './runner.ts';
import { copyLastDelta, type PreCopied, preCopyVolume } from './volume.ts';

/** Volumes copied at the same time: beside the application few; while it stands still, all a node can bear. */
const AT_ONCE = { 'pre-copy': 8, 'last-delta': 32 } as const;

/** Not known to runs whose restore was ordered when Velero made everything. */
const PLACED_BEHIND_VELERO = 'placed-behind-velero';

/** What each act of an itinerary means. */
export function actsOf(facts: RunFacts): Acts {
  const copied = new Map<RunVolume, PreCopied>();
  // A step that is tried again does not copy again what it has copied by then.
  const verified = new Set<RunVolume>();
  // Whoever is asked about one volume finds the others copied.
  const atOnce = facts.holdMinutes === undefined ? allOrNone : allToTheEnd;
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
    preCopyVolumes: async ({ state }) => {
      await quick.ensureNamespaces(facts);
      const missing = facts.volumes.filter((volume) => !copied.has(volume));
      await eachVolume({ volumes: missing, atOnce }, 'pre-copy', async (volume, options) => {
        const args: [{ facts: RunFacts; volume: RunVolume }] = [{ facts, volume }];
        copied.set(volume, await executeChild(preCopyVolume, { ...options, args }));
      });
      // Volumes are copied side by side: the slowest one decides.
      const predicted = [...copied.values()].flatMap((one) => one.predictedSeconds ?? []);
      if (predicted.length > 0) state.downtime.predictedSeconds = Math.max(...predicted);
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
    copyLastDelta: async () => {
      const missing = facts.volumes.filter((volume) => !verified.has(volume));
      await eachVolume({ volumes: missing, atOnce }, 'last-delta', async (volume, options) => {
        const known = copied.get(volume) ?? { passes: [], bytesTotal: 0, filesTotal: 0 };
        const args: [{ facts: RunFacts; volume: RunVolume; copied: PreCopied }] = [
          { facts, volume, copied: known },
        ];
        await executeChild(copyLastDelta, { ...options, args });
        verified.add(volume);
      });
      await quick.releaseVolumes(facts);
    },
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
  await quick.checkRun(facts);
  // A stage is a rehearsal: it copies all the same, and says what would stop the cutover.
  if (facts.type === 'stage') warn(await quick.foreseeCutover(facts));
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

/** Each volume in a workflow of its own, the largest first, a bounded number at once. */
async function eachVolume(
  { volumes, atOnce }: { volumes: readonly RunVolume[]; atOnce: typeof allOrNone },
  part: 'pre-copy' | 'last-delta',
  copy: (
    volume: RunVolume,
    options: { workflowId: string; staticSummary: string },
  ) => Promise<void>,
): Promise<void> {
  const queue = volumes.toSorted((a, b) => b.capacityBytes - a.capacityBytes);
  const { workflowId: run } = workflowInfo();
  async function work(): Promise<void> {
    for (let volume = queue.shift(); volume !== undefined; volume = queue.shift()) {
      const staticSummary = `${part} of ${volume.namespace}/${volume.claim}`;
      await copy(volume, { workflowId: volumeWorkflowId(run, volume, part), staticSummary });
    }
  }
  await atOnce(() => Array.from({ length: AT_ONCE[part] }, work));
}
