import { expect } from '@jest/globals';
import type { RunView } from '../../api/rest/views/run.ts';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import { awaitReady, deploy, smallApplication } from './harness/applications.ts';
import { deriveImage } from './harness/derived-image.ts';
import { createResource } from './harness/resources.ts';
import {
  awaitCondition,
  awaitEnd,
  endOf,
  makePlan,
  startCutover,
  SUCCEEDED,
} from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';
import type { Scene } from './harness/scene.ts';
import { snapshotOf, tracesOf } from './harness/snapshot.ts';

const { test } = scenario('hooks', {
  needsSandbox: 'pushes images of its own into the registry',
});

/** Writes into an object of the source, and what it was told of the migration with it. */
const PLAYBOOK = `- hosts: localhost
  gather_facts: false
  tasks:
    - name: note what is moved
      kubernetes.core.k8s:
        state: present
        definition:
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: noted
            namespace: "{{ lookup('env', 'MIGRATION_NAMESPACES') }}"
          data:
            plan: "{{ lookup('env', 'MIGRATION_PLAN_NAME') }}"
`;

/** Counts its tries where they can be read afterwards; the third goes well. */
const THIRD_TIME_LUCKY = `set -e
tries=$(kubectl get configmap tries -o jsonpath='{.data.count}')
kubectl patch configmap tries -p "{\\"data\\":{\\"count\\":\\"$((tries + 1))\\"}}"
[ "$tries" -ge 2 ]`;

const HANGS = `trap 'exit 1' TERM
echo 'waits for the moon'
sleep 600 & wait`;
const DEADLINE_SECONDS = 20;

interface Hooked {
  plan: string;
  phase: string;
  hook: object;
}

/** An application whose namespace has an account that may change things, and a plan with a hook in it. */
async function makeHookedPlan(scene: Scene, hooked: Hooked): Promise<string> {
  const { source, images } = scene;
  const { plan } = hooked;
  const namespace = scene.namespace(plan);
  await deploy(source, smallApplication({ namespace, image: images.busybox }));
  await deploy(source, accountOf(namespace));
  await makePlan(scene, { name: plan, namespaces: [namespace], objectTransport: 'Direct' });
  await addHook(scene, hooked);
  return namespace;
}

function accountOf(namespace: string) {
  const metadata = { name: 'operator', namespace };
  const rbac = 'rbac.authorization.k8s.io';
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      ...{ apiVersion: `${rbac}/v1`, kind: 'RoleBinding', metadata },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'edit' },
      subjects: [{ kind: 'ServiceAccount', ...metadata }],
    },
    {
      ...{ apiVersion: 'v1', kind: 'ConfigMap', data: { count: '0' } },
      metadata: { name: 'tries', namespace },
    },
    {
      ...{ apiVersion: 'v1', kind: 'ConfigMap', data: { kept: 'yes' } },
      metadata: { name: 'noted', namespace },
    },
  ];
}

/** As a person would, who edits the plan; the run looks at the plan again when it starts. */
async function addHook(scene: Scene, { plan, phase, hook }: Hooked): Promise<void> {
  const { target, name: namespace } = scene;
  const name = `${plan}-${phase.toLowerCase()}`;
  await createResource(scene, 'MigHook', name, hook);
  await awaitCondition(scene, { kind: 'MigHook', name }, 'Ready');
  const key = { apiVersion: API_VERSION, kind: 'MigPlan', name: plan, namespace };
  const { hooks = [] } = ((await target.get(key))?.['spec'] ?? {}) as { hooks?: object[] };
  const row = {
    ...{ reference: { name, namespace }, phase },
    ...{ executionNamespace: scene.namespace(plan), serviceAccount: 'operator' },
  };
  await target.patch(key, { spec: { hooks: [...hooks, row] } });
}

async function dataOf(cluster: Cluster, namespace: string, name: string): Promise<unknown> {
  const key = { apiVersion: 'v1', kind: 'ConfigMap', name, namespace };
  return (await cluster.get(key))?.['data'];
}

/** Jobs, their pods and playbooks. */
async function hookTraces({ source, target, name }: Scene, plan: string): Promise<string[]> {
  const key = { apiVersion: API_VERSION, kind: 'MigPlan', name: plan, namespace: name };
  const uid = (await target.get(key))?.metadata.uid ?? 'none';
  const traces = await Promise.all([source, target].map((cluster) => tracesOf(cluster, uid)));
  return traces
    .flat()
    .filter((trace) => /^(Job|Pod|ConfigMap) .*-(pre|post)(backup|restore)-/.test(trace));
}

/** Says in the plan as whom its hook runs, and waits until that is found to be good. */
async function runAs(scene: Scene, plan: string, account: string): Promise<void> {
  const key = { apiVersion: API_VERSION, kind: 'MigPlan', name: plan, namespace: scene.name };
  const { hooks = [] } = ((await scene.target.get(key))?.['spec'] ?? {}) as { hooks?: object[] };
  const changed = hooks.map((hook) => ({ ...hook, serviceAccount: account }));
  await scene.target.patch(key, { spec: { hooks: changed } });
  await awaitCondition(scene, { kind: 'MigPlan', name: plan }, 'Ready');
}

let moved: string;
let kept: string;
let before: unknown;
/** Names of the runs. */
let runs: { moved: string; kept: string } | undefined;

/** Nothing is waited for that never began. */
function begun(plan: 'moved' | 'kept'): string {
  if (runs === undefined) throw new Error('the cutovers did not begin');
  return runs[plan];
}

test('plans with hooks are ready, and their cutovers begin', async (scene) => {
  const { source, images } = scene;
  const [lucky, hanging] = await Promise.all([
    deriveImage(images.hookRunner, { tag: `${scene.name}-lucky`, script: THIRD_TIME_LUCKY }),
    deriveImage(images.busybox, { tag: `${scene.name}-hangs`, script: HANGS }),
  ]);
  const playbook = Buffer.from(PLAYBOOK).toString('base64');
  const changes = { custom: false, image: '', playbook, targetCluster: 'source' };
  const hangs = {
    ...{ custom: true, image: hanging, targetCluster: 'destination' },
    activeDeadlineSeconds: DEADLINE_SECONDS,
  };
  [moved, kept] = await Promise.all([
    makeHookedPlan(scene, { plan: 'moved', phase: 'PreBackup', hook: changes }),
    makeHookedPlan(scene, { plan: 'kept', phase: 'PreRestore', hook: hangs }),
  ]);
  const third = { custom: true, image: lucky, targetCluster: 'destination' };
  await addHook(scene, { plan: 'moved', phase: 'PostRestore', hook: third });
  // Before the restore the target has no account there but that of every namespace.
  const kind = 'MigPlan';
  const refused = await awaitCondition(scene, { kind, name: 'kept' }, 'InvalidHookSAName');
  expect(refused).toMatchObject({ category: 'Critical', reason: 'NotFound' });
  expect(refused.message).toContain(`no service account ${kept}/operator`);
  await runAs(scene, 'kept', 'default');
  before = await snapshotOf(source, [kept], { restarted: true });
  const plans = ['moved', 'kept'].map((plan) => startCutover(scene, plan));
  const [first = '', second = ''] = await Promise.all(plans);
  runs = { moved: first, kept: second };
});

test('a playbook changes an object, and a hook that fails is tried until it works', async (scene) => {
  const { source, target } = scene;

  const run = await awaitEnd(scene, begun('moved'));

  expect(endOf(run)).toEqual(SUCCEEDED);
  const noted = { kept: 'yes', plan: 'moved' };
  expect(await dataOf(source, moved, 'noted')).toEqual(noted);
  // It ran before the objects were read.
  expect(await dataOf(target, moved, 'noted')).toEqual(noted);
  expect(await dataOf(target, moved, 'tries')).toEqual({ count: '3' });
  expect(await dataOf(source, moved, 'tries')).toEqual({ count: '0' });
  expect(hookSteps(run)).toEqual({
    PreBackupHooks: 'Completed',
    PostBackupHooks: 'Skipped',
    PreRestoreHooks: 'Skipped',
    PostRestoreHooks: 'Completed',
  });
  expect(await hookTraces(scene, 'moved')).toEqual([]);
});

test('one that hangs ends the run at its deadline, says what it wrote, and the source runs as before', async (scene) => {
  const { source } = scene;

  const run = await awaitEnd(scene, begun('kept'));

  expect(run).toMatchObject({
    state: 'failed',
    failure: {
      code: 'DRAY-5102',
      object: expect.stringMatching(/^target: Job .* of MigHook kept-prerestore \(PreRestore\)$/),
      detail: expect.stringMatching(/^DeadlineExceeded: .*Its log ends:\nwaits for the moon\n$/s),
    },
  });
  const failed = run.conditions.find(({ type }) => type === 'Failed');
  expect(failed).toMatchObject({ reason: 'PreRestoreHooks' });
  expect(failed?.message).toContain('waits for the moon');
  await awaitReady(source, kept, 'app');
  expect(await snapshotOf(source, [kept], { restarted: true })).toEqual(before);
  expect(await hookTraces(scene, 'kept')).toEqual([]);
});

function hookSteps({ pipeline }: RunView): Record<string, string | undefined> {
  const steps = pipeline.filter(({ name }) => name.endsWith('Hooks'));
  return Object.fromEntries(steps.map(({ name, message }) => [name, message]));
}
