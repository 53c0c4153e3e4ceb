import type { PlanView } from '../../api/rest/views/plan.ts';
import type { RunView } from '../../api/rest/views/run.ts';
import { deploy, smallApplication } from '../e2e/harness/applications.ts';
import { removeNamespaces } from '../e2e/harness/removal.ts';
import { awaitEnd, makePlan } from '../e2e/harness/runs.ts';
import type { Scene } from '../e2e/harness/scene.ts';
import { type Load, scriptOf } from './loads.ts';

/** What was foretold of a cutover, and what it came to. */
export interface Trial {
  load: string;
  prediction: NonNullable<PlanView['prediction']>;
  seenSeconds: number;
  /** Bytes and seconds of the last pass. */
  lastPass: { bytes: number; seconds: number };
  phaseSeconds: RunView['phaseSeconds'];
}

/** Each with the next one's gap: the writes of that time are what a stage sends. */
const STAGES = 2;
const LIMIT_MS = 150_000;

/** Moves an application that writes: staged, foretold, cut over. */
export async function tryLoad(scene: Scene, load: Load): Promise<Trial> {
  const { source, target, images } = scene;
  const namespace = scene.namespace(load.name);
  await deploy(
    source,
    smallApplication({
      ...{ namespace, image: images.busybox, capacity: load.capacity, script: scriptOf(load) },
      ready: ['test', '-e', '/data/.filled'],
    }),
  );
  await makePlan(scene, { name: load.name, namespaces: [namespace] });
  for (let stage = 0; stage < STAGES; stage++) {
    await scene.dray('stage', load.name, '--wait', '--timeout', '3m');
  }
  const { prediction } = await readPlan(scene, load.name);
  if (prediction === undefined) throw new Error(`nothing is foretold of ${load.name}`);
  const { stdout } = await scene.dray('cutover', load.name, '-o', 'json');
  const { name } = JSON.parse(stdout) as RunView;
  const run = await awaitEnd(scene, name, LIMIT_MS);
  const { state, downtime, phaseSeconds, volumes } = run;
  if (state !== 'succeeded' || downtime?.seconds === undefined) {
    throw new Error(`the cutover of ${load.name} ended as ${state}: ${JSON.stringify(run)}`);
  }
  const last = volumes[0]?.passes?.find(({ kind }) => kind === 'final');
  const seen = { bytes: last?.bytesSent ?? 0, seconds: last?.seconds ?? 0 };
  await Promise.all([source, target].map((cluster) => removeNamespaces(cluster, [namespace])));
  return {
    ...{ load: load.name, prediction, seenSeconds: downtime.seconds },
    ...{ lastPass: seen, phaseSeconds },
  };
}

async function readPlan(scene: Scene, name: string): Promise<PlanView> {
  const { stdout } = await scene.dray('plan', 'show', name, '-o', 'json');
  return JSON.parse(stdout) as PlanView;
}

/** How far the median was off, as a share of what was seen. */
export function errorOf({
  prediction,
  seenSeconds,
}: Pick<Trial, 'seenSeconds'> & {
  prediction: Pick<Trial['prediction'], 'p50Seconds'>;
}): number {
  return Math.abs(prediction.p50Seconds - seenSeconds) / seenSeconds;
}
