import type { RunView } from '../../api/rest/views/run.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { leftovers } from '../e2e/faults/aftermath.ts';
import type { Scene } from '../e2e/harness/scene.ts';
import { type Snapshot, snapshotOf } from '../e2e/harness/snapshot.ts';
import { readSentinel } from './application.ts';
import { differencesOf } from './differences.ts';
import type { Expectation, Place } from './expectation.ts';

export interface Aftermath {
  plan: string;
  namespace: string;
  /** Of the source, before the plan had its first run. */
  before: Snapshot;
}

/** Everything that is not as it has to be; empty when all is well. */
export async function judge(
  scene: Scene,
  run: RunView,
  { outcomes, place }: Expectation,
  after: Aftermath,
): Promise<string[]> {
  const isRight = outcomes.some((outcome) => outcome === run.state);
  const why = run.failure === undefined ? '' : `, ${run.failure.code} ${run.failure.detail}`;
  const warnings = run.conditions
    .filter(({ category }) => category === 'Warn')
    .map(({ type, message }) => `${type}: ${message ?? ''}`);
  const said = [why, ...warnings].join('; ');
  const end = isRight ? [] : [`it ended as ${run.state}${said}, not as ${outcomes.join(' or ')}`];
  return [...end, ...(await PLACES[place](scene, after))];
}

type Look = (scene: Scene, after: Aftermath) => Promise<string[]>;

const PLACES: Record<Place, Look> = {
  moved: async (scene, { namespace }) => [
    ...(await sentinelOn(scene, 'target', namespace)),
    ...(await runningOn(scene, 'source', namespace)),
  ],
  home: async (scene, after) => [
    ...(await asBefore(scene, after)),
    ...(await runningOn(scene, 'target', after.namespace)),
    ...(await leftOf(scene, after)),
  ],
  back: async (scene, after) => [
    ...(await asBefore(scene, after)),
    ...(await leftOf(scene, after)),
    ...Object.keys(await snapshotOf(scene.target, [after.namespace])).map(
      (title) => `target: ${title} is left`,
    ),
  ],
  // Nothing can be said of the middle but that it is not the end: see play.ts.
  halfway: () => Promise.resolve([]),
};

/** Marked objects on both sides, and files in the repository, whose names begin with those of the runs. */
async function leftOf(scene: Scene, { plan }: Aftermath): Promise<string[]> {
  const [objects, keys] = await Promise.all([leftovers(scene, plan), scene.bucket.keys()]);
  const files = keys.filter((key) => key.includes(`/${plan}-`));
  return [...objects, ...files.map((key) => `repository: ${key}`)].map((one) => `left on ${one}`);
}

async function asBefore(scene: Scene, { namespace, before }: Aftermath): Promise<string[]> {
  const sentinel = await sentinelOn(scene, 'source', namespace);
  const now = await snapshotOf(scene.source, [namespace], { restarted: true });
  return [...sentinel, ...differencesOf(before, now).map((one) => `source: ${one}`)];
}

async function sentinelOn(
  scene: Scene,
  side: 'source' | 'target',
  namespace: string,
): Promise<string[]> {
  try {
    const found = await readSentinel(scene, side, namespace);
    return found === 'source' ? [] : [`${side}: the volume holds "${found}"`];
  } catch (error) {
    return [`${side}: ${String(error).slice(0, 300)}`];
  }
}

/** Pods that run where nothing is to run. */
async function runningOn(
  scene: Scene,
  side: 'source' | 'target',
  namespace: string,
): Promise<string[]> {
  const pods = await scene[side].list({ apiVersion: 'v1', kind: 'Pod', namespace });
  return pods
    .filter((pod) => pod.metadata.deletionTimestamp === undefined && !hasEnded(pod))
    .map(({ metadata }) => `${side}: Pod ${metadata.name} is there`);
}

function hasEnded(pod: KubeObject): boolean {
  const { phase = '' } = (pod['status'] ?? {}) as { phase?: string };
  return phase === 'Succeeded' || phase === 'Failed';
}
