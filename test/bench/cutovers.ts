import type { RunView } from '../../api/rest/views/run.ts';
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
export async function cutOver({ scene }: Bench, namespace: string): Promise<Cutover> {
  const plan = namespace;
  await makePlan(scene, { name: plan, namespaces: [namespace] });
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

/** A cutover of a namespace without anything in it: what a run costs before it moves a byte. */
export async function measureEmptyNamespace(bench: Bench, number: number): Promise<Cutover> {
  return measureObjects(bench, `empty-${number}`, 0);
}

/** A cutover of a namespace of many objects and no volume: what Velero takes for them. */
export async function measureManyObjects(bench: Bench, number: number): Promise<Cutover> {
  return measureObjects(bench, `objects-${number}`, bench.sizes.objects);
}

async function measureObjects(bench: Bench, suffix: string, count: number): Promise<Cutover> {
  const { source } = bench.scene;
  const name = bench.scene.namespace(suffix);
  await source.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (let number = 0; number < count; number++) {
    const metadata = { namespace: name, name: `settings-${number}` };
    await source.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: { number: String(number) },
    });
  }
  const cutover = await cutOver(bench, name);
  await removeApplication(bench, name);
  return cutover;
}
