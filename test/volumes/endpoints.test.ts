import { afterEach, expect } from '@jest/globals';
import type { RunView } from '../../api/rest/views/run.ts';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { type KubeObject, keyOf } from '../../domain/kube-object.ts';
import { deploy, smallApplication } from '../e2e/harness/applications.ts';
import { awaitEnd, awaitRun } from '../e2e/harness/runs.ts';
import { scenario } from '../e2e/harness/scenario.ts';
import type { Scene } from '../e2e/harness/scene.ts';
import { readTree } from '../e2e/harness/tree.ts';
import {
  type ConnectProxy,
  type ConnectProxyOptions,
  startConnectProxy,
} from '../fakes/connect-proxy.ts';
import { withSettings } from './settings.ts';
import { watchEndpoints, type Witness } from './witness.ts';

const { test } = scenario('endpoints', { needsSandbox: 'sets what holds for all migrations' });

/** The bridge between the clusters: the only address of this machine that pods of both reach. */
const MACHINE = '10.250.0.1';
const SIZE = 8 * 2 ** 20;
const SCRIPT = `[ -e /data/big ] || head -c ${SIZE} /dev/urandom > /data/big`;
const ACCOUNT = { user: 'mover', password: 'n0t/for=l0gs ö' };

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** An application with a volume on the source, and a plan for it. */
async function planFor(scene: Scene, name: string, { from = 'source' } = {}): Promise<string> {
  const namespace = scene.namespace(name);
  const application = { namespace, image: scene.images.busybox, script: SCRIPT };
  await deploy(
    from === 'source' ? scene.source : scene.target,
    smallApplication({ ...application, ready: ['test', '-s', '/data/big'] }),
  );
  const mapping = from === 'source' ? namespace : `${namespace}:${scene.namespace(`${name}-new`)}`;
  await scene.dray(
    ...['plan', 'create', name, '--source', from, '--target', 'target', '--namespace', mapping],
    ...['--object-transport', 'Direct', '--wait', '--timeout', '60s'],
  );
  return namespace;
}

async function copy(scene: Scene, plan: string): Promise<RunView> {
  const run = await start(scene, plan);
  return awaitEnd(scene, run, 120_000);
}

async function start(scene: Scene, plan: string): Promise<string> {
  const { stdout } = await scene.dray('state', plan, '-o', 'json');
  return (JSON.parse(stdout) as RunView).name;
}

async function witness(
  cluster: Cluster,
  namespace: string,
  onService?: (service: KubeObject) => Promise<void>,
): Promise<Witness> {
  const seen = await watchEndpoints(cluster, namespace, onService);
  cleanups.push(() => seen.stop());
  return seen;
}

async function proxyOn(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const proxy = await startConnectProxy({ ...options, host: MACHINE });
  cleanups.push(() => proxy.close());
  return proxy;
}

function proxyUrl({ port }: ConnectProxy, { user, password } = ACCOUNT): string {
  const account = [user, password].map(encodeURIComponent).join(':');
  return `http://${account}@${MACHINE}:${port}`;
}

async function expectEqual(
  scene: Scene,
  namespace: string,
  { from = scene.source, to = namespace } = {},
): Promise<void> {
  const where = { claim: 'app', image: scene.images.mover };
  const [here, there] = await Promise.all([
    readTree(from, { ...where, namespace }),
    readTree(scene.target, { ...where, namespace: to }),
  ]);
  expect(there.entries).toEqual(here.entries);
}

const SUCCEEDED = { state: 'succeeded', phase: 'Completed' };

test('within one cluster, the address in the cluster is taken', async (scene) => {
  const { target } = scene;
  const namespace = await planFor(scene, 'inside', { from: 'target' });
  const to = `${namespace}-new`;
  const seen = await witness(target, to);

  expect(await copy(scene, 'inside')).toMatchObject(SUCCEEDED);
  expect(seen.types).toEqual(['ClusterIP']);
  await expectEqual(scene, namespace, { from: target, to });
}, 150_000);

test('through a proxy that wants a password, to a NodePort that is forced', async (scene) => {
  const namespace = await planFor(scene, 'proxied');
  const seen = await witness(scene.target, namespace);
  const proxy = await proxyOn({ account: ACCOUNT });
  const spec = { rsync_endpoint_type: 'NodePort', stunnel_tcp_proxy: proxyUrl(proxy) };

  const run = await withSettings(scene, spec, () => copy(scene, 'proxied'));

  expect(run).toMatchObject(SUCCEEDED);
  expect(seen.types).toEqual(['NodePort']);
  expect(proxy.bytes()).toBeGreaterThan(SIZE);
  expect(new Set(proxy.asked.map(({ status }) => status))).toEqual(new Set([200]));
  expect(JSON.stringify(run)).not.toContain(ACCOUNT.password);
  expect(scene.product.logs()).not.toContain(ACCOUNT.password);
  await expectEqual(scene, namespace);
}, 150_000);

test('a wrong password of the proxy is told, and nothing is left', async (scene) => {
  const proxy = await proxyOn({ account: ACCOUNT });
  const wrong = { ...ACCOUNT, password: 'guessed' };

  const run = await withSettings(scene, { stunnel_tcp_proxy: proxyUrl(proxy, wrong) }, () =>
    copy(scene, 'proxied'),
  );

  expect(run).toMatchObject({
    state: 'failed',
    failure: { code: 'DRAY-3052', detail: expect.stringContaining('407') as unknown },
  });
  expect(JSON.stringify(run)).not.toContain('guessed');
}, 150_000);

test('through a proxy that lets everybody through', async (scene) => {
  const proxy = await proxyOn();
  const stunnel_tcp_proxy = `http://${MACHINE}:${proxy.port}`;

  const run = await withSettings(scene, { stunnel_tcp_proxy }, () => copy(scene, 'proxied'));

  expect(run).toMatchObject(SUCCEEDED);
  expect(proxy.asked.some(({ status }) => status === 200)).toBe(true);
}, 150_000);

test('a load balancer is waited for, and used', async (scene) => {
  const { target } = scene;
  const namespace = await planFor(scene, 'balanced');
  const [node] = await target.list({ apiVersion: 'v1', kind: 'Node' });
  const ip = addressOf(node!);
  // What a controller of a cloud does.
  const seen = await witness(target, namespace, async (service) => {
    const { type } = service['spec'] as { type?: string };
    if (type !== 'LoadBalancer' || JSON.stringify(service['status']).includes(ip)) return;
    const status = { loadBalancer: { ingress: [{ ip }] } };
    await target.patch(keyOf(service), { status }, { subresource: 'status' });
  });

  const run = await withSettings(scene, { rsync_endpoint_type: 'LoadBalancer' }, () =>
    copy(scene, 'balanced'),
  );

  expect(run).toMatchObject(SUCCEEDED);
  expect(seen.types).toEqual(['LoadBalancer']);
  await expectEqual(scene, namespace);
}, 150_000);

function addressOf(node: KubeObject): string {
  const { addresses = [] } = node['status'] as { addresses?: { type: string; address: string }[] };
  return addresses.find(({ type }) => type === 'InternalIP')?.address ?? '';
}

test('a limit that is lifted while the run copies', async (scene) => {
  const namespace = await planFor(scene, 'slow');
  const proxy = await proxyOn();
  // At this rate the volume would take more than a minute.
  const spec = { rsync_opt_bwlimit: 100, stunnel_tcp_proxy: `http://${MACHINE}:${proxy.port}` };

  await withSettings(scene, spec, async () => {
    const name = await start(scene, 'slow');
    const shown: number[] = [];
    const copying = await awaitRun(scene, name, {
      what: 'a first look at the copy',
      limitMs: 60_000,
      until: ({ volumes: [volume] }) => (volume?.bytesDone ?? 0) > 0,
    });
    expect(copying.volumes[0]?.bytesDone).toBeLessThan(SIZE / 2);
    await scene.dray('limit', name, 'none');
    const run = await awaitRun(scene, name, {
      what: 'the end',
      limitMs: 45_000,
      until: ({ state, volumes: [volume] }) => {
        shown.push(volume?.bytesDone ?? 0);
        return ['succeeded', 'failed', 'canceled'].includes(state);
      },
    });

    expect(run).toMatchObject(SUCCEEDED);
    expect(run.volumes[0]?.passes?.[0]).toMatchObject({ kind: 'initial', attempts: 1 });
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
  });
  expect(proxy.bytes()).toBeGreaterThan(SIZE);
  expect(proxy.bytes()).toBeLessThan(SIZE * 1.25);
  await expectEqual(scene, namespace);
}, 180_000);
