import { volumeWorkflowId } from '../../domain/engine-names.ts';
import type { PassResult } from '../../domain/run/pass.ts';
import { deploy, smallApplication } from '../e2e/harness/applications.ts';
import type { Bench } from './bench.ts';
import { type Cutover, cutOver, removeApplication } from './cutovers.ts';
import { type Dataset, FILLED, fillScript } from './dataset.ts';

/** A cutover of one volume that nobody writes to: a pass that copies all, and a last one that copies nothing. */
export interface ProductTransfer extends Cutover {
  initialSeconds: number;
  noopSeconds: number;
  /** What the initial pass sent. */
  bytesSent: number;
}

const NAME = 'app';

export async function measureProduct(
  bench: Bench,
  dataset: Dataset,
  number: number,
): Promise<ProductTransfer> {
  const { scene } = bench;
  const namespace = scene.namespace(`${dataset.files}-files-${number}`);
  const { script, environment } = fillScript(dataset, '/data');
  const image = scene.images.mover;
  const ready = ['test', '-e', `/data/${FILLED}`];
  await deploy(
    scene.source,
    smallApplication({
      ...{ namespace, name: NAME, image, script, environment, ready, capacity: '3Gi' },
    }),
  );
  const cutover = await cutOver(bench, namespace);
  const passes = await passesOf(bench, cutover, namespace);
  await removeApplication(bench, namespace);
  const [initial, last] = [passes[0], passes.at(-1)];
  if (initial?.kind !== 'initial' || last?.kind !== 'final') {
    throw new Error(`unexpected passes: ${JSON.stringify(passes)}`);
  }
  return {
    ...cutover,
    ...{ initialSeconds: initial.seconds, noopSeconds: last.seconds, bytesSent: initial.bytesSent },
  };
}

/** Passes are timed inside the sender's pod; the workflow of the volume hands them on. */
async function passesOf(
  { scene }: Bench,
  { view }: Cutover,
  namespace: string,
): Promise<PassResult[]> {
  const { workflowId } = view.temporal ?? {};
  if (workflowId === undefined) throw new Error(`run ${view.name} names no workflow`);
  const id = volumeWorkflowId(workflowId, { namespace, claim: NAME }, 'last-delta');
  return (await scene.temporal.client.workflow.getHandle(id).result()) as PassResult[];
}
