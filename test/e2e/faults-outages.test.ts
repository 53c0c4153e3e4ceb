import { expect } from '@jest/globals';
import { NAMESPACE } from '../../domain/kinds/group.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { passesOf } from './faults/history.ts';
import { holdingsOf, ledger } from './faults/ledger.ts';
import { awaitMidCopy, awaitMore } from './faults/moment.ts';
import { lasting, suffer } from './faults/outage.ts';
import { slowLink } from './faults/slow-link.ts';
import { awaitReady, deploy } from './harness/applications.ts';
import { awaitEnd, endOf, makePlan, startCutover, SUCCEEDED } from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';
import type { Scene } from './harness/scene.ts';
import { waitUntil } from './harness/wait.ts';

const { test } = scenario('faults-outages', { needsSandbox: 'stops API servers, Temporal and S3' });

const MEGABYTES = 24;
const LIMIT_MS = 240_000;

const API_OF_TARGET = { owner: 'target', daemon: 'kube-apiserver' } as const;
const API_OF_SOURCE = { owner: 'source', daemon: 'kube-apiserver' } as const;
const ENGINE = { owner: 'host', daemon: 'temporal', how: 'stopped' } as const;
const REPOSITORY = { owner: 'host', daemon: 'versitygw', how: 'stopped' } as const;

/** Everything that a run speaks to goes away in turn, some of it at the same time. */
test(
  'a run waits for whatever is away',
  async (scene) => {
    const { source, target, images } = scene;
    const namespace = scene.namespace('ledger');
    const image = images.busybox;
    await deploy(source, ledger({ namespace, image, megabytes: MEGABYTES }));
    const before = await holdingsOf(source, namespace);
    await makePlan(scene, { name: 'ledger', namespaces: [namespace] });

    const run = await startCutover(scene, 'ledger');
    const link = await slowLink(scene, { namespace, megabits: 2 });
    await awaitMidCopy(scene, run);
    await Promise.all([
      suffer({ ...API_OF_TARGET, how: 'stopped' }, lasting(30)),
      suffer({ ...API_OF_SOURCE, how: 'stopped' }, lasting(20)),
    ]);
    await awaitMore(scene, run);
    await Promise.all([
      suffer({ ...API_OF_TARGET, how: 'frozen' }, lasting(15)),
      suffer(ENGINE, lasting(15)),
    ]);
    await awaitMore(scene, run);
    await suffer(REPOSITORY, async () => {
      await link.lift();
      await awaitFailedBackup(scene);
    });
    const ended = await awaitEnd(scene, run);

    expect(endOf(ended)).toEqual(SUCCEEDED);
    const passes = await passesOf(scene, 'ledger', { namespace, claim: 'ledger' });
    expect(passes.map(({ attempts }) => attempts)).toEqual(passes.map(() => 1));
    await awaitReady(target, namespace, 'ledger');
    const after = await holdingsOf(target, namespace);
    expect(after).toEqual({ digest: before.digest, left: after.found, found: after.left });
  },
  LIMIT_MS,
);

/** Waits until Velero has given up the scene's backup; it never tries again by itself. */
async function awaitFailedBackup({ source, storage }: Scene): Promise<void> {
  const labelSelector = `velero.io/storage-location=${storage}`;
  const query = { apiVersion: 'velero.io/v1', kind: 'Backup', namespace: NAMESPACE, labelSelector };
  await waitUntil(
    async () => (await source.list(query)).find((backup) => phaseOf(backup).startsWith('Failed')),
    { what: 'a backup to fail', limitMs: 60_000 },
  );
}

function phaseOf(backup: KubeObject): string {
  return ((backup['status'] ?? {}) as { phase?: string }).phase ?? '';
}
