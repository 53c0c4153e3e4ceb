import { describe, expect, it } from '@jest/globals';
import { failure } from '../domain/failures/failure.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import type { RunFacts, RunVolume } from '../domain/run/facts.ts';
import { DEFAULT_SETTINGS } from '../domain/settings/settings.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import { identifiedSpec } from './transfer-identity.ts';

const volume = {
  ...{ namespace: 'shop', claim: 'data', targetNamespace: 'shop', targetClaim: 'data' },
  ...{ capacity: '1Gi', capacityBytes: 2 ** 30, storageClass: '', accessModes: [] },
} satisfies RunVolume;

function openStage() {
  const [host, source, target] = ['host', 'source', 'target'].map(
    (name) => new FakeCluster({ name }),
  ) as [FakeCluster, FakeCluster, FakeCluster];
  for (const cluster of [source, target]) {
    cluster.seed({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  }
  source.seed(applicationPod());
  const clusters = { host, named: () => Promise.resolve(source) };
  const identify = (runAs?: RunFacts['runAs']) =>
    identifiedSpec(
      { clusters, moverImage: 'mover' } as unknown as Parameters<typeof identifiedSpec>[0],
      { source, target, settings: () => Promise.resolve(DEFAULT_SETTINGS) },
      {
        facts: {
          run: { uid: 'run-1', planUid: 'plan-1' },
          ...(runAs === undefined ? {} : { runAs }),
        } as unknown as RunFacts,
        volume,
      },
    );
  return { host, source, target, identify };
}

function applicationPod(): KubeObject {
  return {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app', namespace: 'shop' } },
    spec: {
      securityContext: { runAsUser: 1000 },
      containers: [{ name: 'main', volumeMounts: [{ name: 'v' }] }],
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }],
    },
    status: { phase: 'Running' },
  };
}

/** As PodSecurity restricted answers. */
function refuseRoot(cluster: FakeCluster): { asked: string[] } {
  const asked: string[] = [];
  cluster.admit = (object, { dryRun }) => {
    if (object.kind !== 'Pod') return object;
    asked.push(dryRun ? 'asked' : 'created');
    if (!JSON.stringify(object['spec']).includes('"runAsUser":0')) return object;
    const detail = `pods "${object.metadata.name}" is forbidden: violates PodSecurity "restricted:latest"`;
    throw failure('DRAY-1005', { detail });
  };
  return { asked };
}

describe('identifiedSpec', () => {
  it('is root where both sides admit it, and creates no pod to find out', async () => {
    const { source, target, identify } = openStage();
    const { identities } = await identify();
    expect(identities).toMatchObject({ sender: { mode: 'root' }, receiver: { mode: 'root' } });
    expect([...source.objects('Pod'), ...target.objects('Pod')]).toHaveLength(1);
  });

  it('takes the user of the application at an end that refuses root, and root at the other', async () => {
    const { source, identify } = openStage();
    const { asked } = refuseRoot(source);
    const { identities } = await identify();
    expect(identities?.sender).toMatchObject({ mode: 'restricted', uid: 1000 });
    expect(identities?.receiver).toMatchObject({ mode: 'root' });
    expect(asked).toEqual(['asked', 'asked']);
  });

  it('stays what it was when nobody is left to tell', async () => {
    const { source, target, identify } = openStage();
    refuseRoot(source);
    refuseRoot(target);
    const first = await identify();
    await source.delete({ apiVersion: 'v1', kind: 'Pod', name: 'app', namespace: 'shop' });

    expect((await identify()).identities).toEqual(first.identities);
    expect(first.identities?.receiver.uid).toBe(1000);
  });

  it('follows whoever was first of two tries', async () => {
    const { target, identify } = openStage();
    const [one, other] = await Promise.all([identify(), identify({ user: 7 })]);
    expect(one.identities).toEqual(other.identities);
    expect(target.objects('Secret')).toHaveLength(1);
  });

  it('says why, when root was asked for and is refused', async () => {
    const { target, identify } = openStage();
    refuseRoot(target);
    await expect(identify({ root: true })).rejects.toMatchObject({
      code: 'DRAY-3041',
      object: 'target: Namespace shop',
      detail: expect.stringMatching(/^as root: violates PodSecurity/),
    });
  });

  it('names a quota that is used up, and does not blame the user', async () => {
    const { source, identify } = openStage();
    source.admit = (object) => {
      if (object.kind !== 'Pod') return object;
      throw failure('DRAY-1009', { detail: 'pods "x" is forbidden: exceeded quota: small' });
    };
    await expect(identify()).rejects.toMatchObject({
      code: 'DRAY-3042',
      detail: 'exceeded quota: small',
    });
  });

  it('does not take a missing right for an answer', async () => {
    const { source, identify } = openStage();
    source.admit = (object) => {
      if (object.kind !== 'Pod') return object;
      throw failure('DRAY-1005', { detail: 'User "x" cannot create resource "pods"' });
    };
    await expect(identify()).rejects.toMatchObject({ code: 'DRAY-1005' });
  });

  it('gives both ends the groups of the settings, root too', async () => {
    const { host, identify } = openStage();
    host.seed({
      apiVersion: 'migration.openshift.io/v1alpha1',
      kind: 'MigrationController',
      metadata: { name: 'migration-controller', namespace: 'openshift-migration' },
      spec: { src_supplemental_groups: '5,6', target_supplemental_groups: 7 },
    });
    const { identities } = await identify();
    expect(identities?.sender.groups).toEqual([5, 6]);
    expect(identities?.receiver.groups).toEqual([7]);
  });
});
