import { expect } from '@jest/globals';
import { awaitReady, deploy, execIn, smallApplication } from './harness/applications.ts';
import { awaitEnd, makePlan, startCutover } from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';

const { test } = scenario('smoke');

test('a small application moves with its volume', async (scene) => {
  const { source, target, sandbox } = scene;
  const namespace = scene.namespace('app');
  const script = 'if [ ! -e /data/hello ]; then echo moved > /data/hello; fi';
  await deploy(source, smallApplication({ namespace, image: sandbox.images.busybox, script }));
  await makePlan(scene, { name: 'small', namespaces: [namespace] });

  const run = await awaitEnd(scene, await startCutover(scene, 'small'));

  expect(run).toMatchObject({ state: 'succeeded', plan: 'small' });
  await awaitReady(target, namespace, 'app');
  const told = await execIn(target, { namespace, app: 'app' }, ['cat', '/data/hello']);
  expect(told).toBe('moved\n');
});
