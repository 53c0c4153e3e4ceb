import { expect } from '@jest/globals';
import { actsOf, passesOf } from './faults/history.ts';
import { holdingsOf, ledger } from './faults/ledger.ts';
import { awaitMidCopy, awaitPhase } from './faults/moment.ts';
import { slowLink } from './faults/slow-link.ts';
import { awaitReady, deploy } from './harness/applications.ts';
import { awaitEnd, makePlan, startCutover } from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';

const { test } = scenario('faults-worker', { needsSandbox: 'slows the cable of a pod down' });

const MEGABYTES = 96;

test('a run outlives the workers that carry it', async (scene) => {
  const { source, target, images, product } = scene;
  const namespace = scene.namespace('ledger');
  const image = images.busybox;
  await deploy(source, ledger({ namespace, image, megabytes: MEGABYTES, farewellSeconds: 8 }));
  const before = await holdingsOf(source, namespace);
  await makePlan(scene, { name: 'ledger', namespaces: [namespace] });

  const run = await startCutover(scene, 'ledger');
  const link = await slowLink(scene, { namespace, megabits: 80 });
  await awaitMidCopy(scene, run);
  const killedAt = new Date().toISOString();
  await product.worker.kill();
  await product.startWorker();
  await awaitPhase(scene, run, 'EnsureQuiesced');
  await product.worker.kill();
  await product.startWorker();
  const ended = await awaitEnd(scene, run);
  await link.lift();

  expect(ended).toMatchObject({ state: 'succeeded', phase: 'Completed' });
  const passes = await passesOf(scene, 'ledger', { namespace, claim: 'ledger' });
  // The pass of the dead worker went on, and was taken up where it stood.
  expect(passes.map(({ attempts }) => attempts)).toEqual(passes.map(() => 1));
  expect(passes[0]?.startedAt.localeCompare(killedAt)).toBe(-1);
  const sent = passes.reduce((sum, { bytesSent }) => sum + bytesSent, 0);
  expect(sent).toBeGreaterThan(MEGABYTES * 2 ** 20);
  expect(sent).toBeLessThan(MEGABYTES * 2 ** 20 * 1.02);
  expect(await actsOf(scene, 'ledger')).toMatchObject({
    quiesceSource: 1,
    createBackup: 1,
    createRestore: 1,
    startTarget: 1,
  });

  await awaitReady(target, namespace, 'ledger');
  const after = await holdingsOf(target, namespace);
  expect(after.digest).toBe(before.digest);
  expect(after.left).toMatch(/^\d+$/);
  expect(after.found).toBe(after.left);
});
