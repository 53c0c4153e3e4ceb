import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configOfFile } from '../../clients/kube/kube-config.ts';
import type { Ground } from '../e2e/harness/ground.ts';
import { openScene, type Scene } from '../e2e/harness/scene.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { type Gate, startGate } from './gate.ts';

/** Where cells are played, one after the other: its worker, and its worker's ways to both clusters, are its own. */
export interface Lane {
  scene: Scene;
  /** To the target, which is the host cluster. */
  target: FaultProxy;
  source: FaultProxy;
  gate: Gate;
  /** What is being taken away of cells that are over. */
  tidying: Promise<unknown>[];
}

const ROOT = path.join(import.meta.dirname, '../..');
const WORKER = [
  path.join(ROOT, 'node_modules/.bin/node'),
  '--disable-warning=ExperimentalWarning',
  path.join(import.meta.dirname, 'gated-worker.ts'),
];

/** @param ground raised by somebody who holds the stage */
export async function openLane(
  title: string,
  ground: Ground,
  cleanups: AsyncDisposableStack,
): Promise<Lane> {
  const folder = path.join(ROOT, 'test/.artifacts', title);
  mkdirSync(folder, { recursive: true });
  const gate = await startGate();
  cleanups.defer(() => gate.close());
  const { source, target } = ground.sites;
  const [toSource, toTarget] = await Promise.all(
    [source, target].map((site) => openWay(site, folder, cleanups)),
  );
  if (toSource === undefined || toTarget === undefined) throw new TypeError('unreachable');
  const scene = await openScene(
    title,
    {
      // The account on the source is made by way of the proxy, so the proxy is the address of the cluster.
      ground: {
        ...ground,
        sites: { target, source: { ...source, kubeconfig: toSource.kubeconfig } },
      },
      worker: {
        command: WORKER,
        kubeconfig: toTarget.kubeconfig,
        env: { DRAY_FAULT_GATE: gate.url, DRAY_MOVER_IMAGE: ground.images.mover },
      },
    },
    cleanups,
  );
  const tidying: Promise<unknown>[] = [];
  cleanups.defer(async () => {
    await Promise.all(tidying);
  });
  return { scene, gate, tidying, source: toSource.proxy, target: toTarget.proxy };
}

async function openWay(
  { name, kubeconfig }: Ground['sites']['source'],
  folder: string,
  cleanups: AsyncDisposableStack,
): Promise<{ proxy: FaultProxy; kubeconfig: string }> {
  const password = randomBytes(16).toString('hex');
  const proxy = await startFaultProxy(configOfFile(kubeconfig), password);
  cleanups.defer(() => proxy.close());
  const file = path.join(folder, `${name}.kubeconfig`);
  const config = {
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': name },
    clusters: [
      {
        name,
        cluster: {
          server: proxy.url,
          'certificate-authority-data': Buffer.from(proxy.ca).toString('base64'),
        },
      },
    ],
    users: [{ name, user: { token: password } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return { proxy, kubeconfig: file };
}
