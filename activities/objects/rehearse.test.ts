import { beforeEach, describe, expect, it } from '@jest/globals';
import { failure } from '../../domain/failures/failure.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { targetClaim } from '../../domain/volumes/target-claim.ts';
import { MADE_AS } from '../../domain/rollback/seal.ts';
import { fakePorts, inActivity } from '../../test/builders/fake-ports.ts';
import { runFacts } from '../../test/builders/run-facts.ts';
import { inShop, ofCluster, RUN } from '../../test/builders/placing.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import type { Ports } from '../ports.ts';
import { createTargetActivities } from '../target.ts';
import { lookAhead } from './look-ahead.ts';

const FACTS = runFacts();

const KINDS: Record<string, string[]> = {
  v1: [
    ...['ConfigMap', 'Namespace', 'PersistentVolumeClaim', 'Pod', 'ResourceQuota', 'LimitRange'],
    ...['Secret', 'Service', 'ServiceAccount'],
  ],
  'apps/v1': ['Deployment', 'StatefulSet'],
  'networking.k8s.io/v1': ['Ingress'],
};

let source: FakeCluster;
let target: FakeCluster;
let ports: Ports;

beforeEach(() => {
  const host = new FakeCluster({ name: 'host' });
  source = new FakeCluster({ name: 'source' });
  target = new FakeCluster({ name: 'target' });
  for (const [apiVersion, kinds] of Object.entries(KINDS)) {
    source.kinds.set(apiVersion, kinds);
    target.kinds.set(apiVersion, kinds);
  }
  const annotations = { 'openshift.io/sa.scc.uid-range': '1000/10', note: 'a' };
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  source.seed({ ...namespace('shop'), metadata: { name: 'shop', labels, annotations } });
  ports = fakePorts({ host, source, target });
});

/** What somebody should look at; throws what is in the way. */
async function look(facts = FACTS) {
  const { obstacles, attention } = await inActivity(() => lookAhead(ports, facts));
  const [obstacle] = obstacles;
  if (obstacle !== undefined) throw obstacle;
  return attention;
}

const namespace = (name: string) => ofCluster('v1', 'Namespace', name);

function deployment(name: string, { replicas = 1, ...pod }: Record<string, unknown> = {}) {
  const containers = [{ name: 'main', resources: { requests: { cpu: '500m' } } }];
  const template = { metadata: { labels: { app: name } }, spec: { containers, ...pod } };
  return inShop('apps/v1', 'Deployment', name, { spec: { replicas, template } });
}

function refuse(kind: string, detail: string): void {
  const { admit } = target;
  target.admit = (object, options) => {
    if (object.kind === kind) throw failure('DRAY-1009', { detail });
    return admit(object, options);
  };
}

const kept = () => target.objects('Namespace').map(({ metadata }) => metadata.name);

describe('a rehearsal', () => {
  it('shows the target everything, workloads at a stand and a pod of each, and keeps nothing', async () => {
    const shown: KubeObject[] = [];
    target.admit = (object, { dryRun }) => {
      if (dryRun) shown.push(object);
      return object;
    };
    source.seed(deployment('web', { replicas: 2 }), inShop('v1', 'Secret', 'keys'));

    expect(await look()).toEqual([]);

    const names = shown.map(
      ({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`,
    );
    expect(names.sort()).toEqual([
      ...['Deployment store/web', 'Pod store/web-rehearsal', 'Secret store/keys'],
    ]);
    expect(shown.find(({ kind }) => kind === 'Deployment')).toMatchObject({
      spec: { replicas: 0 },
    });
    expect(target.objects('Deployment')).toEqual([]);
    expect(target.objects('Pod')).toEqual([]);
  });

  it('makes the namespace that the run needs, as the rules want it', async () => {
    await look();

    expect(target.objects('Namespace')).toMatchObject([
      {
        metadata: {
          name: 'store',
          labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
          annotations: { 'openshift.io/sa.scc.uid-range': '1000/10', note: 'a' },
        },
      },
    ]);
  });

  it('tells of everything at once, and takes the namespace away again', async () => {
    source.seed(
      deployment('web', { priorityClassName: 'absent' }),
      inShop('v1', 'ConfigMap', 'settings'),
      inShop('v1', 'ResourceQuota', 'limits', { spec: { hard: { pods: '0' } } }),
    );
    refuse('ConfigMap', 'configmaps "settings" is forbidden: no settings today');
    refuse('Pod', 'pods "web-rehearsal" is forbidden: violates PodSecurity "restricted:latest": x');

    const error: unknown = await look().catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: 'DRAY-2008', object: 'target' });
    const { detail } = error as { detail: string };
    expect(detail).toMatch(/Deployment shop\/web: priorityClassName absent does not exist/);
    expect(detail).toMatch(/ConfigMap store\/settings: no settings today/);
    expect(detail).toMatch(
      /Deployment store\/web: its pods would be refused: violates PodSecurity/,
    );
    expect(detail).toMatch(/ResourceQuota store\/limits: it allows pods 0; 1 more/);
    expect(kept()).toEqual([]);
  });

  it.each([
    ['that was there', () => target.seed(namespace('store'))],
    ['into which somebody has moved', () => moveIn()],
  ])('leaves a namespace %s', async (_which, prepare) => {
    source.seed(inShop('v1', 'ConfigMap', 'settings'));
    prepare();
    refuse('ConfigMap', 'no');

    await expect(look()).rejects.toMatchObject({ code: 'DRAY-2008' });

    expect(kept()).toEqual(['store']);
  });

  function moveIn(): void {
    const claim = inShop('v1', 'PersistentVolumeClaim', 'theirs');
    claim.metadata.namespace = 'store';
    target.admit = (object) => {
      if (object.kind === 'Namespace') target.seed(claim);
      return object;
    };
  }

  it('counts pods as the target admits them', async () => {
    const quota = inShop('v1', 'ResourceQuota', 'limits', {
      spec: { hard: { 'requests.cpu': '1' } },
    });
    quota.metadata.namespace = 'store';
    target.seed(namespace('store'), quota);
    source.seed(deployment('web', { replicas: 2 }));
    await expect(look()).resolves.toEqual([]);

    // A webhook puts a container of its own into each pod.
    target.admit = (object) =>
      object.kind === 'Pod'
        ? { ...object, spec: { containers: [{ resources: { requests: { cpu: '600m' } } }] } }
        : object;

    await expect(look()).rejects.toMatchObject({
      code: 'DRAY-2008',
      detail: expect.stringContaining('ResourceQuota store/limits'),
    });
  });

  it('asks nothing of a Service whose node port is known to be taken', async () => {
    const ports = [{ port: 80, nodePort: 31_000 }];
    const manifest = { spec: { type: 'NodePort', ports } };
    const chosen = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(manifest) };
    const service = inShop('v1', 'Service', 'web', manifest);
    service.metadata.annotations = chosen;
    const other = inShop('v1', 'Service', 'front', manifest);
    other.metadata.namespace = 'other';
    source.seed(service);
    target.seed(other);
    refuse('Service', 'spec.ports[0].nodePort: provided port is already allocated');

    const error: unknown = await look().catch((thrown: unknown) => thrown);

    const { detail } = error as { detail: string };
    expect(detail).toMatch(/node port 31000 is taken on the target by Service other\/front/);
    expect(detail).not.toContain('already allocated');
  });

  it('names the holder of a host', async () => {
    const host = { spec: { rules: [{ host: 'www.example.com' }] } };
    source.seed(inShop('networking.k8s.io/v1', 'Ingress', 'web', host));
    const other = inShop('networking.k8s.io/v1', 'Ingress', 'web', host);
    other.metadata.namespace = 'other';
    target.seed(other);

    await expect(look()).rejects.toMatchObject({
      detail: expect.stringMatching(
        /Ingress store\/web: host www.example.com .* Ingress other\/web/,
      ),
    });
  });

  it('shows the claims that are to be made, and those of an earlier run no more', async () => {
    const volume = {
      ...{ namespace: 'shop', claim: 'data', targetNamespace: 'store', targetClaim: 'data' },
      ...{ capacity: '1Gi', capacityBytes: 2 ** 30, storageClass: '', accessModes: [] },
    };
    const facts = { ...FACTS, volumes: [volume] };
    const claim = inShop('v1', 'PersistentVolumeClaim', 'data', { spec: {} });
    source.seed(claim);
    refuse('PersistentVolumeClaim', 'minimum storage usage per PersistentVolumeClaim is 5Gi');

    await expect(look(facts)).rejects.toMatchObject({
      detail: expect.stringContaining('PersistentVolumeClaim store/data: minimum storage usage'),
    });
    target.seed(targetClaim(RUN, volume, claim));
    await expect(look(facts)).resolves.toEqual([]);
  });

  it('waits for the account that a new namespace is given', async () => {
    let asked = 0;
    target.admit = (object) => {
      if (object.kind === 'Pod' && ++asked < 3) {
        throw failure('DRAY-1005', { detail: 'serviceaccount "default" not found' });
      }
      return object;
    };
    source.seed(deployment('web'));

    await expect(look()).resolves.toEqual([]);
    expect(asked).toBe(3);
  });

  it('leaves to others what it cannot judge, and says so', async () => {
    source.seed(deployment('web'), inShop('v1', 'Secret', 'keys'));
    refuse('Secret', 'admission webhook "w.io" does not support dry run');

    expect(await look()).toMatchObject([
      { type: 'TargetNeedsAttention', category: 'Warn', message: expect.stringContaining('w.io') },
    ]);
  });

  it('is over when the target cannot be asked', async () => {
    source.seed(inShop('v1', 'Secret', 'keys'));
    target.admit = (object, { dryRun }) => {
      if (dryRun) throw failure('DRAY-1004', { detail: 'Unauthorized' });
      return object;
    };

    await expect(look()).rejects.toMatchObject({ code: 'DRAY-1004' });
  });

  it('refuses a namespace that is on its way out, in a word', async () => {
    target.seed({
      ...namespace('store'),
      metadata: { name: 'store', deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['x'] },
    });
    source.seed(inShop('v1', 'Secret', 'a'), inShop('v1', 'Secret', 'b'));

    await expect(look()).rejects.toMatchObject({
      detail: 'Namespace store: it is being deleted on the target (wait until it is gone)',
    });
  });
});

describe('a namespace that goes meanwhile', () => {
  const ensure = () => inActivity(() => createTargetActivities(ports).ensureNamespaces(FACTS));

  it('is made again, without the user ids of another', async () => {
    const annotations = { 'openshift.io/sa.scc.uid-range': '1005/10' };
    target.seed({ ...namespace('other'), metadata: { name: 'other', annotations } });

    await ensure();

    expect(kept()).toEqual(['other', 'store']);
    const [, made] = target.objects('Namespace');
    expect(made?.metadata.annotations).toEqual({
      note: 'a',
      [MADE_AS]: `${RUN.planUid}/${made?.metadata.uid}`,
    });
  });

  it('is left as it is when it is there', async () => {
    target.seed(namespace('store'));
    await ensure();
    expect(target.objects('Namespace')[0]?.metadata).not.toHaveProperty('annotations');
  });

  it('is a failure when the target refuses it', async () => {
    refuse('Namespace', 'names begin with a letter of the team');
    await expect(ensure()).rejects.toMatchObject({
      ...{ code: 'DRAY-1009', object: 'target: Namespace store' },
    });
  });
});
