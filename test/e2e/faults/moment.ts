import type { RunView } from '../../../api/rest/views/run.ts';
import { awaitRun, readRun } from '../harness/runs.ts';
import type { Scene } from '../harness/scene.ts';

const COPYING_MS = 90_000;
/** Watches and informers come back within a minute or so. */
const HEARD_MS = 90_000;
const PHASE_MS = 120_000;

/** Waits until the first pass of a run is well under way, and makes sure that it is not over. */
export async function awaitMidCopy(scene: Scene, run: string): Promise<RunView> {
  const seen = await awaitRun(scene, run, {
    what: 'a fifth of the first pass',
    limitMs: COPYING_MS,
    until: ({ volumes }) => shareOf(volumes) > 0.2,
  });
  const share = shareOf(seen.volumes);
  if (share < 0.8 && seen.volumes.every(({ pass }) => pass === 1)) return seen;
  throw new Error(`too late: ${share * 100} % of the first pass are over`);
}

/** Waits until a run is heard of again: its copy has gone on since. */
export async function awaitMore(scene: Scene, run: string): Promise<void> {
  const { volumes } = await readRun(scene, run);
  const before = shareOf(volumes);
  await awaitRun(scene, run, {
    what: 'more progress',
    limitMs: HEARD_MS,
    until: (seen) => shareOf(seen.volumes) > before,
  });
}

function shareOf(volumes: RunView['volumes']): number {
  const total = volumes.reduce((sum, { bytesTotal }) => sum + bytesTotal, 0);
  const done = volumes.reduce((sum, { bytesDone }) => sum + bytesDone, 0);
  return total === 0 ? 0 : done / total;
}

/** Waits until a run is in a phase. */
export function awaitPhase(scene: Scene, run: string, phase: string): Promise<RunView> {
  return awaitRun(scene, run, {
    what: `phase ${phase}`,
    limitMs: PHASE_MS,
    until: (seen) => seen.phase === phase,
  });
}
