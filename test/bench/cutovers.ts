import type { RunView } from '../../api/rest/views/run.ts';
import { OBJECT_TRANSPORTS, type ObjectTransport } from '../../domain/plan/object-transport.ts';
import { awaitEnd, makePlan, startCutover } from '../e2e/harness/runs.ts';
import { removeNamespaces } from '../e2e/harness/removal.ts';
import type { Bench } from './bench.ts';
import { secondsByStep, type StepSeconds } from './steps.ts';

/** A cutover that went well, as the API tells of it. */
export interface Cutover {
  /** From the order to its end. */
  seconds: number;
  steps: StepSeconds;
  view: RunView;
}

const LIMIT_MS = 300_000;

/** Makes a plan for one namespace and carries it out; what does not succeed is no measurement. */
export async function cutOver(
  { scene }: Bench,
  namespace: string,
  objectTransport: ObjectTransport = 'Velero',
): Promise<Cutover> {
  const plan = namespace;
  await makePlan(scene, { name: plan, namespaces: [namespace], objectTransport });
  const started = performance.now();
  const view = await awaitEnd(scene, await startCutover(scene, plan), LIMIT_MS);
  const seconds = (performance.now() - started) / 1000;
  if (view.state !== 'succeeded') {
    throw new Error(`the cutover of ${namespace} ended as ${view.state}: ${JSON.stringify(view)}`);
  }
  return { seconds, steps: secondsByStep(view.phaseSeconds), view };
}

/** Both ends of an application, and so its volumes: the next measurement shall find the disk as this one did. */
export async function removeApplication({ scene }: Bench, namespace: string): Promise<void> {
  await Promise.all(
    [scene.source, scene.target].map((cluster) => removeNamespaces(cluster, [namespace])),
  );
}

/** Cutovers of a namespace without a volume, by the way that its objects take. */
export type BothWays = Record<ObjectTransport, Cutover>;

/**
 * A namespace with so many ConfigMaps is cut over by Velero, and another one like it directly, one after the other:
 * without any it is what a run costs before it moves a byte.
 */
export async function measureBothWays(
  bench: Bench,
  { count, number }: { count: number; number: number },
): Promise<BothWays> {
  const ways: Partial<BothWays> = {};
  for (const way of OBJECT_TRANSPORTS) {
    const name = bench.scene.namespace(`${way.toLowerCase()}-${count}-${number}`);
    await fillNamespace(bench, name, count);
    ways[way] = await cutOver(bench, name, way);
    await removeApplication(bench, name);
  }
  return ways as BothWays;
}

async function fillNamespace({ scene }: Bench, name: string, count: number): Promise<void> {
  await scene.source.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (let number = 0; number < count; number++) {
    const metadata = { namespace: name, name: `settings-${number}` };
    const data = { number: String(number) };
    await scene.source.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
  }
}
