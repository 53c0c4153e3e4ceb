import { executeChild, workflowInfo } from '@temporalio/workflow';
import { volumeWorkflowId } from '../domain/engine-names.ts';
import type { RunFacts, RunVolume } from '../domain/run/facts.ts';
import type { RunState } from '../domain/run/state.ts';
import { withNonRoot } from '../domain/run/non-root.ts';
import { allOrNone, allToTheEnd } from './all-or-none.ts';
import { quick } from './proxies.ts';
import type { Acts } from './runner.ts';
import { copyLastDelta, type PreCopied, preCopyVolume } from './volume.ts';

/** Volumes copied at the same time: beside the application few; while it stands still, all a node can bear. */
const AT_ONCE = { 'pre-copy': 8, 'last-delta': 32 } as const;

/** The acts that copy volumes. One that is done again leaves alone what it has copied by then. */
export function volumeActsOf(facts: RunFacts): Pick<Acts, 'preCopyVolumes' | 'copyLastDelta'> {
  const copied = new Map<RunVolume, PreCopied>();
  const verified = new Set<RunVolume>();
  // Whoever is asked about one volume finds the others copied.
  const atOnce = facts.holdMinutes === undefined ? allOrNone : allToTheEnd;
  const preCopy = async (volumes: readonly RunVolume[], state: RunState): Promise<void> => {
    await eachVolume({ volumes, atOnce }, 'pre-copy', async (volume, options) => {
      const args: [{ facts: RunFacts; volume: RunVolume }] = [{ facts, volume }];
      copied.set(volume, await executeChild(preCopyVolume, { ...options, args }));
    });
    const users = facts.volumes.map((volume) => [volume, copied.get(volume)?.users] as const);
    state.warnings = withNonRoot(state.warnings, users);
  };
  return {
    preCopyVolumes: async ({ state }) => {
      await quick.ensureNamespaces(facts);
      const missing = facts.volumes.filter((volume) => !copied.has(volume) && !volume.exclusive);
      await preCopy(missing, state);
      // Volumes are copied side by side: the slowest one decides.
      const predicted = [...copied.values()].flatMap((one) => one.predictedSeconds ?? []);
      if (predicted.length > 0) state.downtime.predictedSeconds = Math.max(...predicted);
    },
    copyLastDelta: async ({ state }) => {
      const missing = facts.volumes.filter((volume) => !verified.has(volume));
      // Their pods are gone only now. What a stage beside the application left out stays left out.
      const exclusive = missing.filter((volume) => volume.exclusive && !copied.has(volume));
      if (exclusive.length > 0) await preCopy(exclusive, state);
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
  };
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
