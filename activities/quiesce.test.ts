import { beforeEach, describe, expect, it } from '@jest/globals';
import { failure } from '../domain/failures/failure.ts';
import { type KubeObject, keyOf } from '../domain/kube-object.ts';
import { atAStand } from '../domain/quiesce/at-a-stand.ts';
import { migratedLabels } from '../domain/run/identity.ts';
import { fakePorts, inActivity } from '../test/builders/fake-ports.ts';
import { runFacts } from '../test/builders/run-facts.ts';
import { inShop, RUN } from '../test/builders/placing.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import { createStartChecks } from './before-start.ts';
import type { Ports } from './ports.ts';
import { createQuiesceActivities } from './quiesce.ts';

const FACTS = runFacts({ namespaces: [{ source: 'shop', target: 'shop' }] });

let source: FakeCluster;
let target: FakeCluster;
let ports: Ports;

beforeEach(() => {
  source = new FakeCluster({ name: 'source' });
  target = new FakeCluster({ name: 'target' });
  for (const cluster of [source, target]) cluster.kinds.set('batch/v1', ['CronJob', 'Job']);
  ports = fakePorts({ source, target });
});

const quiesce = () => inActivity(() => createQuiesceActivities(ports).quiesceSource(FACTS));
const unquiesce = () => inActivity(() => createQuiesceActivities(ports).unquiesceSource(FACTS));
const awaitStop = () => inActivity(() => createQuiesceActivities(ports).awaitQuiesced(FACTS));
const start = () => inActivity(() => createQuiesceActivities(ports).startTarget(FACTS));
const hasStarted = () => inActivity(() => createStartChecks(ports).hasTargetStarted(FACTS));

const web = () => inShop('apps/v1', 'Deployment', 'web', { spec: { replicas: 2 } });
const config = () =>
  inShop('apps.openshift.io/v1', 'DeploymentConfig', 'dc', { spec: { replicas: 1 } });

function specsOf(cluster: FakeCluster, ...kinds: string[]): unknown[] {
  return kinds.flatMap((kind) => cluster.objects(kind)).map((object) => object['spec']);
}

describe('the source', () => {
  it('is asked for kinds of OpenShift only where it has them', async () => {
    source.seed(web(), config());
    await quiesce();
    expect(specsOf(source, 'Deployment', 'DeploymentConfig')).toEqual([
      { replicas: 0 },
      { replicas: 1 },
    ]);

    source.kinds.set('apps.openshift.io/v1', ['DeploymentConfig']);
    await quiesce();
    expect(specsOf(source, 'DeploymentConfig')).toEqual([{ replicas: 0 }]);
  });

  it('starts what it can when one kind cannot be read, and tells', async () => {
    source.kinds.set('apps.openshift.io/v1', ['DeploymentConfig']);
    source.seed(web(), config());
    await quiesce();
    source.before = (method, key) => {
      if (method !== 'list' || key?.kind !== 'DeploymentConfig') return;
      throw failure('DRAY-1006', { detail: 'away' });
    };

    await expect(unquiesce()).rejects.toMatchObject({ code: 'DRAY-1006' });

    expect(specsOf(source, 'Deployment', 'DeploymentConfig')).toEqual([
      { replicas: 2 },
      { replicas: 0 },
    ]);
  });

  it('starts what it can when nobody knows what one was, and tells', async () => {
    source.seed(web(), inShop('apps/v1', 'StatefulSet', 'db', { spec: { replicas: 1 } }));
    await quiesce();
    const [db] = source.objects('StatefulSet');
    await source.patch(keyOf(db!), {
      metadata: { annotations: { 'migration.openshift.io/preQuiesceReplicas': 'x' } },
    });

    await expect(unquiesce()).rejects.toMatchObject({ code: 'DRAY-5007' });

    expect(specsOf(source, 'Deployment', 'StatefulSet')).toEqual([
      { replicas: 2 },
      { replicas: 0 },
    ]);
  });

  it('keeps the notes of a ReplicaSet of its own until it is started', async () => {
    source.seed(inShop('apps/v1', 'ReplicaSet', 'alone', { spec: { replicas: 2 } }));
    await quiesce();
    source.before = (method) => {
      if (method === 'patch') throw failure('DRAY-1006', { detail: 'away' });
    };
    await expect(unquiesce()).rejects.toMatchObject({ code: 'DRAY-1006' });

    source.before = () => undefined;
    await unquiesce();
    expect(specsOf(source, 'ReplicaSet')).toEqual([{ replicas: 2 }]);
  });

  it('is not waited for when somebody starts it again', async () => {
    source.seed(web());
    await quiesce();
    await source.patch(keyOf(web()), { spec: { replicas: 1 } });

    await expect(awaitStop()).rejects.toMatchObject({
      code: 'DRAY-5004',
      detail: 'Deployment shop/web',
    });
  });
});

describe('the target', () => {
  function restored(object: KubeObject): KubeObject {
    const labels = { ...object.metadata.labels, ...migratedLabels(RUN) };
    return atAStand({ ...object, metadata: { ...object.metadata, labels } }, RUN.uid);
  }

  it('has not started for having what stood still on the source', async () => {
    target.seed(restored(inShop('apps/v1', 'Deployment', 'idle', { spec: { replicas: 0 } })));
    expect(await hasStarted()).toBe(false);
  });

  it('has started as soon as one workload runs', async () => {
    target.seed(restored(web()), restored(inShop('v1', 'Pod', 'bare', { spec: {} })));
    expect(await hasStarted()).toBe(false);

    await start();

    expect(await hasStarted()).toBe(true);
    expect(specsOf(target, 'Deployment', 'Pod')).toEqual([{ replicas: 2 }, {}]);
  });
});
