import { expect } from '@jest/globals';
import { EXIT } from '../../cli/exit-codes.ts';
import { leftovers } from './faults/aftermath.ts';
import { passesOf } from './faults/history.ts';
import { holdingsOf, ledger } from './faults/ledger.ts';
import { awaitPhase } from './faults/moment.ts';
import { refuseDeployments } from './faults/refusal.ts';
import { awaitReady, deploy, execIn } from './harness/applications.ts';
import {
  awaitCondition,
  awaitEnd,
  endOf,
  makePlan,
  startCutover,
  SUCCEEDED,
} from './harness/runs.ts';
import { createResource } from './harness/resources.ts';
import { scenario } from './harness/scenario.ts';
import { snapshotOf } from './harness/snapshot.ts';

const { test } = scenario('faults-compensation');

const MEGABYTES = 24;
const MESSAGE = 'nothing is deployed here on Mondays';
const BACK_MS = 60_000;

test('a run that is cancelled while the application stops leaves everything as it was', async (scene) => {
  const { source, target, images, bucket } = scene;
  const namespace = scene.namespace('canceled');
  const image = images.busybox;
  await deploy(source, ledger({ namespace, image, megabytes: MEGABYTES, farewellSeconds: 10 }));
  await makePlan(scene, { name: 'canceled', namespaces: [namespace] });
  const before = await snapshotOf(source, [namespace], { restarted: true });

  const run = await startCutover(scene, 'canceled');
  await awaitPhase(scene, run, 'EnsureQuiesced');
  const asked = performance.now();
  await scene.dray('cancel', run);
  await awaitReady(source, namespace, 'ledger', BACK_MS);
  expect(performance.now() - asked).toBeLessThan(BACK_MS);
  const ended = await awaitEnd(scene, run);

  expect(ended).toMatchObject({ state: 'canceled', phase: 'Completed' });
  expect(await snapshotOf(source, [namespace], { restarted: true })).toEqual(before);
  expect(await leftovers(scene, 'canceled')).toEqual([]);
  expect(await bucket.keys()).toEqual([]);
  // What was copied waits for the next try, with its namespace.
  const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: 'ledger' };
  expect(await target.get(claim)).toMatchObject({ status: { phase: 'Bound' } });

  const holdings = await holdingsOf(source, namespace);
  const next = await awaitEnd(scene, await startCutover(scene, 'canceled'));
  expect(endOf(next)).toEqual(SUCCEEDED);
  const [first] = await passesOf(scene, 'canceled', { namespace, claim: 'ledger' });
  expect(first?.bytesSent).toBeLessThan(2 ** 20);
  await awaitReady(target, namespace, 'ledger');
  const after = await holdingsOf(target, namespace);
  expect(after).toEqual({ digest: holdings.digest, left: after.found, found: after.left });
});

test('a run whose restore is refused brings the application back, and says who refused', async (scene) => {
  const { source, images } = scene;
  const namespace = scene.namespace('refused');
  const image = images.busybox;
  await deploy(source, ledger({ namespace, image, megabytes: MEGABYTES }));
  await makePlan(scene, { name: 'refused', namespaces: [namespace] });
  const before = await snapshotOf(source, [namespace], { restarted: true });

  const run = await startCutover(scene, 'refused');
  // What was there before would have been found before anything was touched.
  await awaitPhase(scene, run, 'CreateDirectVolumeMigrationStage');
  await refuseDeployments(scene, { namespace, message: MESSAGE });
  const ended = await awaitEnd(scene, run);

  expect(ended).toMatchObject({ state: 'failed', failure: { code: 'DRAY-4003' } });
  expect(ended.failure?.detail).toContain(MESSAGE);
  await awaitReady(source, namespace, 'ledger', BACK_MS);
  expect(await snapshotOf(source, [namespace], { restarted: true })).toEqual(before);
  expect(await leftovers(scene, 'refused')).toEqual([]);
});

test('an application that has moved is not copied over', async (scene) => {
  const { target } = scene;
  const where = { namespace: scene.namespace('canceled'), app: 'ledger' };
  await execIn(target, where, ['sh', '-c', 'echo new > /data/written-on-the-target']);

  const refused = await scene.product.dray(['cutover', 'canceled']);
  expect(refused.code).toBe(EXIT.blocked);
  expect(refused.stderr).toContain('HasFinalMigration');
  // kubectl asks nobody: there the run itself has to refuse.
  const migPlanRef = { name: 'canceled', namespace: scene.name };
  const spec = { migPlanRef, stage: false, quiescePods: true };
  await createResource(scene, 'MigMigration', 'again', spec);
  await awaitCondition(scene, { kind: 'MigMigration', name: 'again' }, 'HasFinalMigration');
  expect(await awaitEnd(scene, 'again')).toMatchObject({ state: 'failed', phaseSeconds: [] });

  expect(await execIn(target, where, ['cat', '/data/written-on-the-target'])).toBe('new\n');
});
