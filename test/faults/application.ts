import type { KubeObject } from '../../domain/kube-object.ts';
import { awaitReady, deploy, execIn, smallApplication } from '../e2e/harness/applications.ts';
import { extraManifests } from '../e2e/harness/extras.ts';
import type { Scene } from '../e2e/harness/scene.ts';

const SENTINEL = '[ -e /data/sentinel ] || echo source > /data/sentinel';
const READY_MS = 60_000;

/** Two pods on a volume, and what already stood still or runs by the clock: each is stopped in its own way. */
function manifestsOf(namespace: string, image: string): KubeObject[] {
  const extras = extraManifests(namespace, image);
  const suspended = extras.filter(({ kind }) => kind === 'CronJob').map(suspend);
  return [
    ...smallApplication({ namespace, image, script: SENTINEL, replicas: 2 }),
    ...extras,
    ...suspended,
  ];
}

function suspend(cronJob: KubeObject): KubeObject {
  return {
    ...cronJob,
    metadata: { ...cronJob.metadata, name: 'never' },
    spec: { ...(cronJob['spec'] as object), suspend: true },
  };
}

export async function deployApplication(scene: Scene, namespace: string): Promise<void> {
  await deploy(scene.source, manifestsOf(namespace, scene.images.busybox));
}

/** Waits until it runs on one side, and reads the word that it once wrote on the source. */
export async function readSentinel(
  scene: Scene,
  side: 'source' | 'target',
  namespace: string,
): Promise<string> {
  await awaitReady(scene[side], namespace, 'app', READY_MS);
  const where = { namespace, app: 'app' };
  return (await execIn(scene[side], where, ['cat', '/data/sentinel'])).trim();
}
