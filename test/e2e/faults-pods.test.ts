import { expect } from '@jest/globals';
import type { TransferRole } from '../../domain/transfer/layout.ts';
import { passesOf } from './faults/history.ts';
import { holdingsOf, ledger } from './faults/ledger.ts';
import { awaitMidCopy } from './faults/moment.ts';
import { slowLink } from './faults/slow-link.ts';
import { deleteTransferPod } from './faults/transfer-pod.ts';
import { awaitReady, deploy } from './harness/applications.ts';
import { awaitEnd, makePlan, startCutover } from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';
import type { Scene } from './harness/scene.ts';

const { test } = scenario('faults-pods');

const MEGABYTES = 48;

test('a run outlives its sender', (scene) => loseMidCopy(scene, 'sender'));
test('a run outlives its receiver', (scene) => loseMidCopy(scene, 'receiver'));

async function loseMidCopy(scene: Scene, role: TransferRole): Promise<void> {
  const { source, target, sandbox } = scene;
  const namespace = scene.namespace(role);
  const image = sandbox.images.busybox;
  await deploy(source, ledger({ namespace, image, megabytes: MEGABYTES }));
  const before = await holdingsOf(source, namespace);
  await makePlan(scene, { name: role, namespaces: [namespace] });

  const run = await startCutover(scene, role);
  await slowLink(scene, { namespace, megabits: 60 });
  await awaitMidCopy(scene, run);
  await deleteTransferPod(scene, { namespace, role });
  const ended = await awaitEnd(scene, run);
  const passes = await passesOf(scene, role, { namespace, claim: 'ledger' });
  process.stderr.write(JSON.stringify({ passes, ended: ended.phaseSeconds }, null, 1));

  expect(ended).toMatchObject({ state: 'succeeded', phase: 'Completed' });
  await awaitReady(target, namespace, 'ledger');
  const after = await holdingsOf(target, namespace);
  expect(after).toEqual({ digest: before.digest, left: after.found, found: after.left });
}
