import { expect } from '@jest/globals';
import type { RunView } from '../../api/rest/views/run.ts';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { OWN_SCRIPT } from '../../infra/images/mover/test-volume.ts';
import { awaitReady, deploy, execIn, smallApplication } from '../e2e/harness/applications.ts';
import { awaitEnd, makePlan, readRun } from '../e2e/harness/runs.ts';
import { scenario } from '../e2e/harness/scenario.ts';
import type { Scene } from '../e2e/harness/scene.ts';
import { readTreeWith, type Tree } from '../e2e/harness/tree.ts';
import { waitUntil } from '../e2e/harness/wait.ts';

const { test } = scenario('modes');

const APP = 'app';
const RESTRICTED = { 'pod-security.kubernetes.io/enforce': 'restricted' };
const FILL = '[ -e /data/.made ] || { sh -euc "$FILL" sh /data; touch /data/.made; }';

/** A namespace that admits no root, shuts the network, and gives pods less memory than ours ask for. */
function closedNamespace(name: string, owner: string): KubeObject[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: RESTRICTED } },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: `${owner}-deny`, namespace: name },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: `${owner}-limits`, namespace: name },
      spec: {
        limits: [
          {
            type: 'Container',
            min: { memory: '48Mi' },
            max: { memory: '256Mi', cpu: '1' },
            default: { memory: '60Mi', cpu: '1' },
          },
        ],
      },
    },
  ];
}

/** The application as uid 1000, with files of its own. */
function restrictedApplication(namespace: string, image: string, script: string): KubeObject[] {
  const [, ...objects] = smallApplication({
    ...{ namespace, image, script, environment: { FILL: OWN_SCRIPT } },
    ready: ['test', '-e', '/data/.made'],
  });
  return objects.map((object) => {
    if (object.kind !== 'Deployment') return object;
    const changed = structuredClone(object) as KubeObject & { spec: Workload };
    const pod = changed.spec.template.spec;
    pod.securityContext = {
      ...{ runAsUser: 1000, runAsGroup: 1000, runAsNonRoot: true },
      seccompProfile: { type: 'RuntimeDefault' },
    };
    for (const container of pod.containers) {
      container.securityContext = {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
      };
    }
    return changed;
  });
}

interface Workload {
  template: { spec: { securityContext?: unknown; containers: { securityContext?: unknown }[] } };
}

async function order(scene: Scene, name: string, plan: string, spec: object): Promise<RunView> {
  await scene.target.create({
    apiVersion: API_VERSION,
    kind: 'MigMigration',
    metadata: { name, namespace: scene.name },
    spec: { migPlanRef: { name: plan, namespace: scene.name }, stage: false, ...spec },
  });
  await waitUntil(() => readRun(scene, name), { what: `run ${name}`, limitMs: 20_000 });
  return awaitEnd(scene, name, 120_000);
}

function treeOn(cluster: Cluster, namespace: string): Promise<Tree> {
  return readTreeWith((command) => execIn(cluster, { namespace, app: APP }, command));
}

/** All but the root of the volume, which belongs to whoever made it. */
function entriesOf({ entries }: Tree): Tree['entries'] {
  return Object.fromEntries(Object.entries(entries).filter(([path]) => path !== '.'));
}

/** Every object of a kind that a run made for itself. */
async function watchHelpers(
  cluster: Cluster,
  namespace: string,
  query: { apiVersion: string; kind: string },
): Promise<{ seen: KubeObject[]; stop: () => Promise<void> }> {
  const seen: KubeObject[] = [];
  const labelSelector = 'owner=directvolumemigration,app=directvolumemigration-rsync-transfer';
  const informer = await cluster.inform({ ...query, namespace, labelSelector }, (event, object) => {
    if (event === 'added') seen.push(object);
  });
  return { seen, stop: () => informer.stop() };
}

const POLICY = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };
const POD = { apiVersion: 'v1', kind: 'Pod' };

let namespace: string;

test('a stage copies what an application may have that is not root, and says so', async (scene) => {
  const { source, target, images } = scene;
  namespace = scene.namespace('closed');
  await deploy(target, closedNamespace(namespace, 'house'));
  await deploy(source, [
    ...closedNamespace(namespace, APP),
    ...restrictedApplication(namespace, images.mover, FILL),
  ]);
  await makePlan(scene, { name: 'closed', namespaces: [namespace], objectTransport: 'Direct' });
  const watches = await Promise.all([
    watchHelpers(source, namespace, POD),
    watchHelpers(target, namespace, POD),
    watchHelpers(source, namespace, POLICY),
    watchHelpers(target, namespace, POLICY),
  ]);

  const run = await order(scene, 'stage', 'closed', { stage: true, quiescePods: true });

  await Promise.all(watches.map(({ stop }) => stop()));
  expect(run.conditions.filter(({ type }) => type === 'Failed')).toEqual([]);
  expect(run).toMatchObject({ state: 'warnings', volumes: [{ claim: APP, state: 'verified' }] });
  expect(run.conditions).toContainEqual(
    expect.objectContaining({
      type: 'RsyncServerPodsRunningAsNonRoot',
      reason: 'RsyncOperationsAreRunningAsNonRoot',
      category: 'Warn',
      message: expect.stringContaining(
        `${namespace}/${APP} is read as uid 1000 (restricted) and written as uid 1000 (restricted)`,
      ),
    }),
  );
  const [sender, receiver, outwards, inwards] = watches.map(({ seen }) => seen[0]);
  for (const pod of [sender, receiver]) {
    const { containers } = pod?.['spec'] as { containers: Record<string, unknown>[] };
    expect(containers[0]).toMatchObject({
      resources: { requests: { memory: '64Mi' }, limits: { memory: '268435456' } },
      securityContext: { runAsUser: 1000, runAsGroup: 1000, runAsNonRoot: true },
    });
  }
  expect(inwards?.['spec']).toMatchObject({
    ingress: [{ ports: [{ protocol: 'TCP', port: 8443 }] }],
    policyTypes: ['Ingress'],
  });
  expect(outwards?.['spec']).toMatchObject({ policyTypes: ['Egress'] });
  expect(await names(source, POLICY)).toEqual([`${APP}-deny`]);
  expect(await names(target, POLICY)).toEqual(['house-deny']);
}, 170_000);

async function names(cluster: Cluster, query: { apiVersion: string; kind: string }) {
  const found = await cluster.list({ ...query, namespace });
  return found.map(({ metadata }) => metadata.name).sort();
}

test('a cutover brings the same tree, and the application runs on it', async (scene) => {
  const { source, target } = scene;
  await awaitReady(source, namespace, APP);
  const change = 'cd /data; rm read-only; printf other >read-only; chmod 0400 read-only; rm empty';
  await execIn(source, { namespace, app: APP }, ['sh', '-c', change]);
  const before = await treeOn(source, namespace);

  const run = await order(scene, 'cutover', 'closed', { quiescePods: true });

  expect(run.conditions.filter(({ type }) => type === 'Failed')).toEqual([]);
  expect(run).toMatchObject({ state: 'warnings', volumes: [{ state: 'verified' }] });
  const arrived = await treeOn(target, namespace);
  expect(entriesOf(arrived)).toEqual(entriesOf(before));
  expect(arrived.entries['./absolute']?.target).toBe('/etc/passwd');
  expect(arrived.entries['./escaping']?.target).toBe('../../outside');
  expect(arrived.entries['./setuid']?.mode).toBe('4755');
  expect(arrived.entries['./hardlink']?.links).toHaveLength(3);
  expect(arrived.allocated['./sparse']).toBeLessThan(64 * 1024);
}, 170_000);

test('each end runs as its own side admits: a target that takes root keeps owners', async (scene) => {
  const { source, target, images } = scene;
  const half = scene.namespace('half');
  // As OpenShift gives it.
  const annotations = { 'openshift.io/sa.scc.uid-range': '1000/10' };
  const metadata = { name: half, labels: RESTRICTED, annotations };
  await target.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: half } });
  await deploy(source, [
    { apiVersion: 'v1', kind: 'Namespace', metadata },
    ...restrictedApplication(half, images.mover, FILL),
  ]);
  await makePlan(scene, { name: 'half', namespaces: [half], objectTransport: 'Direct' });

  const run = await order(scene, 'half', 'half', { quiescePods: true });

  expect(run).toMatchObject({ state: 'warnings', volumes: [{ state: 'verified' }] });
  const warning = run.conditions.find(({ type }) => type === 'RsyncServerPodsRunningAsNonRoot');
  expect(warning?.message).toContain('is read as uid 1000 (ranged) and written as root');
  const arrived = await treeOn(target, half);
  expect(arrived.entries['./closed/key']).toMatchObject({ owner: '1000:1000', mode: '600' });
}, 170_000);

test('a file that may not be read fails the run by its name, and root is not forced in', async (scene) => {
  const { source, images } = scene;
  const shut = scene.namespace('shut');
  const script = 'printf x >/data/nobodys; chmod 0000 /data/nobodys; touch /data/.made';
  await deploy(source, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: shut, labels: RESTRICTED } },
    ...restrictedApplication(shut, images.mover, script),
  ]);
  await makePlan(scene, { name: 'shut', namespaces: [shut], objectTransport: 'Direct' });

  const unread = await order(scene, 'unread', 'shut', { stage: true });
  const forced = await order(scene, 'forced', 'shut', { stage: true, runAsRoot: true });

  expect(unread).toMatchObject({ state: 'failed', failure: { code: 'DRAY-3040' } });
  expect(JSON.stringify(unread.failure)).toContain('nobodys');
  expect(forced).toMatchObject({ state: 'failed', failure: { code: 'DRAY-3041' } });
  expect(JSON.stringify(forced.failure)).toContain('violates PodSecurity');
}, 170_000);

test('a quota that is used up is named', async (scene) => {
  const { source, images } = scene;
  const full = scene.namespace('full');
  const quota = { kind: 'ResourceQuota', metadata: { name: 'one-pod', namespace: full } };
  await deploy(source, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: full, labels: RESTRICTED } },
    ...restrictedApplication(full, images.mover, 'touch /data/.made'),
    { apiVersion: 'v1', ...quota, spec: { hard: { pods: '1' } } },
  ]);
  await makePlan(scene, { name: 'full', namespaces: [full], objectTransport: 'Direct' });
  await waitUntil(
    async () => {
      const found = await source.get({
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        ...quota.metadata,
      });
      return JSON.stringify(found?.['status']).includes('"used":{"pods":"1"}') ? true : undefined;
    },
    { what: 'the quota to be counted', limitMs: 30_000 },
  );

  const run = await order(scene, 'full', 'full', { stage: true });

  expect(run).toMatchObject({ state: 'failed', failure: { code: 'DRAY-3042' } });
  expect(JSON.stringify(run.failure)).toContain('one-pod');
}, 170_000);
