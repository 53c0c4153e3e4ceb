import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../domain/kube-object.ts';
import { fakePorts, inActivity } from '../test/builders/fake-ports.ts';
import { runFacts } from '../test/builders/run-facts.ts';
import { accountSecret, giveRegistry } from '../test/builders/openshift.ts';
import { inShop } from '../test/builders/placing.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import { createImageActivities } from './images.ts';

const FACTS = runFacts();

let source: FakeCluster;
let target: FakeCluster;
/** Every pod that was to pull, as it was made; each has pulled at the first look. */
let pullers: KubeObject[];

beforeEach(() => {
  [source, target] = ['source', 'target'].map((name) => new FakeCluster({ name })) as [
    FakeCluster,
    FakeCluster,
  ];
  pullers = [];
  target.before = (method, key) => {
    if (method !== 'get' || key?.kind !== 'Pod') return;
    for (const pod of target.objects('Pod').filter((one) => one['status'] === undefined)) {
      const { containers } = pod['spec'] as { containers: { name: string }[] };
      pullers.push(pod);
      const state = { terminated: { reason: 'StartError' } };
      const containerStatuses = containers.map(({ name }) => ({ name, state }));
      target.seed({ ...pod, status: { containerStatuses } });
    }
  };
});

async function pull() {
  const { pullImages } = createImageActivities(fakePorts({ source, target }));
  return inActivity(() => pullImages(FACTS));
}

const web = (spec: object) =>
  inShop('apps/v1', 'Deployment', 'web', { spec: { replicas: 1, template: { spec } } });

const images = () =>
  pullers.flatMap((pod) =>
    (pod['spec'] as { containers: { image: string }[] }).containers.map(({ image }) => image),
  );

const secretsOf = (pod: KubeObject | undefined) =>
  (pod?.['spec'] as { imagePullSecrets: { name: string }[] }).imagePullSecrets.map(
    ({ name }) => name,
  );

describe('images before the outage', () => {
  it('are pulled where the application goes, and nothing stays behind', async () => {
    source.seed(
      web({ containers: [{ image: 'web:1' }], imagePullSecrets: [{ name: 'keys' }] }),
      inShop('v1', 'Secret', 'keys', { type: 'kubernetes.io/dockerconfigjson', data: {} }),
    );

    expect(await pull()).toEqual([]);

    expect(images()).toEqual(['web:1']);
    expect(pullers[0]?.metadata.namespace).toBe('store');
    expect(secretsOf(pullers[0])).toEqual([expect.stringMatching(/^final-pull-/)]);
    expect(target.objects('Pod')).toEqual([]);
  });

  it('are those that the transformed workload names', async () => {
    giveRegistry(source, 'old:5000');
    giveRegistry(target, 'new:5000');
    const containers = ['old:5000/openshift/tools@sha256:a', 'quay.io/x/y:2'];
    source.seed(web({ containers: containers.map((image) => ({ image })) }));

    await pull();

    expect(images()).toEqual(['new:5000/openshift/tools:latest', 'quay.io/x/y:2']);
  });

  it('are not asked for before the image stream is there that has them', async () => {
    giveRegistry(source, 'old:5000');
    giveRegistry(target, 'new:5000');
    source.seed(web({ containers: [{ image: 'old:5000/shop/web:1' }] }));

    expect(await pull()).toEqual([]);

    expect(pullers).toEqual([]);
  });

  it('are pulled with the secrets of people and of the target, not with those of the source', async () => {
    giveRegistry(source, 'old:5000');
    giveRegistry(target, 'new:5000');
    const named = ['keys', 'default-dockercfg-old'].map((name) => ({ name }));
    source.seed(
      web({ containers: [{ image: 'old:5000/openshift/tools:latest' }], imagePullSecrets: named }),
      inShop('v1', 'Secret', 'keys', { type: 'kubernetes.io/dockerconfigjson', data: {} }),
      accountSecret('shop', 'default', 'default-dockercfg-old'),
      inShop('v1', 'ServiceAccount', 'default', {
        imagePullSecrets: [{ name: 'default-dockercfg-old' }],
      }),
    );
    target.seed(accountSecret('store', 'default', 'default-dockercfg-new'));

    await pull();

    expect(secretsOf(pullers[0])).toEqual([
      expect.stringMatching(/^final-pull-/),
      'default-dockercfg-new',
    ]);
  });
});
