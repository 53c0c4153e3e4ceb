import { expect } from '@jest/globals';
import type { TransferRole } from '../../domain/transfer/layout.ts';
import { passesOf } from './faults/history.ts';
import { holdingsOf, ledger } from './faults/ledger.ts';
import { awaitMidCopy } from './faults/moment.ts';
import { slowLink } from './faults/slow-link.ts';
import { loseEnd } from './faults/transfer-end.ts';
import { awaitReady, deploy } from './harness/applications.ts';
import { awaitEnd, endOf, makePlan, startCutover, SUCCEEDED } from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';
import type { Scene } from './harness/scene.ts';

const { test } = scenario('faults-pods', { needsSandbox: 'slows the cable of a pod down' });

const MEGABYTES = 48;

test('runs outlive their senders and receivers', async (scene) => {
  await Promise.all([loseMidCopy(scene, 'sender'), loseMidCopy(scene, 'receiver')]);
});

async function loseMidCopy(scene: Scene, role: TransferRole): Promise<void> {
  const { source, target, images } = scene;
  const namespace = scene.namespace(role);
  const image = images.busybox;
  await deploy(source, ledger({ namespace, image, megabytes: MEGABYTES }));
  const before = await holdingsOf(source, namespace);
  await makePlan(scene, { name: role, namespaces: [namespace] });

  const run = await startCutover(scene, role);
  await slowLink(scene, { namespace, megabits: 60 });
  await awaitMidCopy(scene, run);
  await loseEnd(scene, { namespace, role });
  expect(endOf(await awaitEnd(scene, run))).toEqual(SUCCEEDED);

  // What had arrived when the end was lost is not sent again.
  const [first] = await passesOf(scene, role, { namespace, claim: 'ledger' });
  expect(first?.bytesSent).toBeLessThan(MEGABYTES * 2 ** 20 * 0.9);
  await awaitReady(target, namespace, 'ledger');
  const after = await holdingsOf(target, namespace);
  expect(after).toEqual({ digest: before.digest, left: after.found, found: after.left });
}
