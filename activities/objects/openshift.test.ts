import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../domain/kube-object.ts';
import { fakePorts, inActivity } from '../../test/builders/fake-ports.ts';
import { runFacts } from '../../test/builders/run-facts.ts';
import { accountSecret, giveAccountSecrets, giveRegistry } from '../../test/builders/openshift.ts';
import { inShop, ofCluster } from '../../test/builders/placing.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import type { Ports } from '../ports.ts';
import { createDirectActivities } from './direct.ts';
import { lookAhead } from './look-ahead.ts';

const FACTS = runFacts();

const IMAGES = 'image.openshift.io/v1';
const SECURITY = 'security.openshift.io/v1';

let host: FakeCluster;
let source: FakeCluster;
let target: FakeCluster;

beforeEach(() => {
  [host, source, target] = ['host', 'source', 'target'].map(
    (name) => new FakeCluster({ name }),
  ) as [FakeCluster, FakeCluster, FakeCluster];
  for (const [cluster, registry] of [
    [source, 'old:5000'],
    [target, 'new:5000'],
  ] as const) {
    giveRegistry(cluster, registry);
    cluster.kinds.set('apps/v1', ['Deployment']);
    cluster.kinds.set(SECURITY, ['SecurityContextConstraints']);
  }
});

function ports(): Ports {
  return fakePorts({ host, source, target });
}

const place = () => inActivity(() => createDirectActivities(ports()).placeObjects(FACTS));

const named = (...names: string[]) => names.map((name) => ({ name }));

const only = (kind: string, namespace = 'store'): KubeObject | undefined =>
  target.objects(kind).find(({ metadata }) => metadata.namespace === namespace);

function web(...pullSecrets: string[]): KubeObject {
  const spec = {
    ...{ serviceAccountName: 'web', containers: [], imagePullSecrets: named(...pullSecrets) },
  };
  return inShop('apps/v1', 'Deployment', 'web', { spec: { replicas: 0, template: { spec } } });
}

const pullSecrets = () =>
  (only('Deployment')?.['spec'] as { template: { spec: object } }).template.spec;

describe('pull secrets of accounts that are only about to be made', () => {
  const application = [
    inShop('v1', 'ServiceAccount', 'web', { imagePullSecrets: named('web-dockercfg-old') }),
    accountSecret('shop', 'web', 'web-dockercfg-old'),
  ];

  it('are named in the place of those of the source', async () => {
    giveAccountSecrets(target);
    source.seed(...application, web('web-dockercfg-old', 'keys'));

    expect(await place()).toEqual([]);

    const imagePullSecrets = named('web-dockercfg-new', 'keys');
    expect(pullSecrets()).toMatchObject({ imagePullSecrets });
    // It is the target that gives an account its own.
    expect(only('ServiceAccount')).toMatchObject({ imagePullSecrets: [] });
  });

  it('are not waited for where pods name none beside them', async () => {
    source.seed(...application, web('web-dockercfg-old'));

    expect(await place()).toEqual([]);

    expect(pullSecrets()).not.toHaveProperty('imagePullSecrets');
  });

  it('are not waited for where the target has no registry', async () => {
    target.kinds.delete(IMAGES);
    source.seed(...application, web('web-dockercfg-old', 'keys'));

    expect(await place()).toMatchObject([
      { message: expect.stringContaining('pull secret web-dockercfg-old') },
    ]);

    expect(pullSecrets()).toMatchObject({ imagePullSecrets: named('keys') });
  });

  it('are no reason to begin before all that is in the way is known', async () => {
    giveAccountSecrets(target);
    const keys = inShop('v1', 'ConfigMap', 'settings');
    source.seed(...application, web('web-dockercfg-old', 'keys'), keys);
    target.seed({ ...keys, metadata: { name: 'settings', namespace: 'store' } });

    await expect(place()).rejects.toMatchObject({ code: 'DRAY-1011' });

    expect(target.objects('ServiceAccount')).toEqual([]);
  });
});

describe('what everybody shares', () => {
  it('is added to: accounts that every namespace has, and constraints', async () => {
    const user = (namespace: string) => `system:serviceaccount:${namespace}:web`;
    source.seed(
      inShop('v1', 'ServiceAccount', 'builder', {
        ...{ imagePullSecrets: named('builder-dockercfg-old', 'keys'), secrets: named('mine') },
      }),
      ofCluster(SECURITY, 'SecurityContextConstraints', 'odd', {
        ...{ users: [user('shop'), 'alice'], groups: [], priority: 9 },
      }),
    );
    target.seed(
      {
        ...{ apiVersion: 'v1', kind: 'ServiceAccount' },
        metadata: { name: 'builder', namespace: 'store', annotations: { own: 'x' } },
        ...{ imagePullSecrets: named('builder-dockercfg-new'), secrets: named('theirs') },
      },
      ofCluster(SECURITY, 'SecurityContextConstraints', 'odd', {
        ...{ users: ['bob'], groups: ['admins'], priority: 1 },
      }),
    );

    await place();

    expect(only('ServiceAccount')).toMatchObject({
      metadata: { annotations: { own: 'x' } },
      imagePullSecrets: named('builder-dockercfg-new', 'keys'),
      secrets: named('theirs', 'mine'),
    });
    expect(target.objects('SecurityContextConstraints')).toMatchObject([
      { users: ['bob', user('store')], groups: ['admins'], priority: 1 },
    ]);
  });
});

describe('image streams', () => {
  const tag = (name: string, from: object) => ({ name, from });
  const image = { kind: 'DockerImage', name: 'quay.io/x/base:1' };
  const base = inShop(IMAGES, 'ImageStream', 'base', { spec: { tags: [tag('1', image)] } });
  const follower = inShop(IMAGES, 'ImageStream', 'app', {
    spec: { tags: [tag('prod', { kind: 'ImageStreamTag', name: 'base:1', namespace: 'shop' })] },
  });

  /** As OpenShift: what is followed has to be there, and its image of the moment is taken. */
  function importing(status: object): void {
    target.before = (method, key) => {
      if (method !== 'get' || key?.kind !== 'ImageStream' || key.name !== 'base') return;
      const there = only('ImageStream');
      if (there?.metadata.name === 'base' && there['status'] === undefined) {
        target.seed({ ...there, status: { tags: [{ tag: '1', ...status }] } });
      }
    };
  }

  it('come behind those that they follow, once these have their images', async () => {
    const made: unknown[] = [];
    importing({ items: [{ image: 'sha256:a' }] });
    const imports = target.before;
    target.before = (method, key) => {
      imports(method, key);
      if (method === 'create' && key?.kind === 'ImageStream') {
        made.push([key.name, only('ImageStream')?.['status']]);
      }
    };
    source.seed(follower, base);

    const [told] = await place();

    expect(made).toEqual([
      ['base', undefined],
      ['app', { tags: [{ tag: '1', items: [{ image: 'sha256:a' }] }] }],
    ]);
    const [, , app] = target.objects('ImageStream');
    expect(app).toMatchObject({
      spec: { tags: [{ name: 'prod', from: { name: 'base:1', namespace: 'store' } }] },
    });
    // Nobody fills its own status here.
    expect(told?.message).toContain('tag prod has no image');
  });

  it('do not wait for an image that nobody can import', async () => {
    const conditions = [{ type: 'ImportSuccess', status: 'False', message: 'unauthorized' }];
    importing({ conditions });
    source.seed(follower, base);

    expect(await place()).toMatchObject([
      { message: expect.stringContaining('store/base:1 was not imported') },
    ]);
  });

  it('are refused by name when images were pushed into them, all at once', async () => {
    const pushed = (name: string) => {
      const dockerImageReference = `old:5000/shop/${name}@sha256:a`;
      const tags = [{ tag: 'latest', items: [{ dockerImageReference }] }];
      return inShop(IMAGES, 'ImageStream', name, { status: { tags } });
    };
    source.seed(pushed('one'), pushed('two'), base);

    source.seed({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });

    const { obstacles } = await inActivity(() => lookAhead(ports(), FACTS));

    expect(obstacles).toMatchObject([
      {
        code: 'DRAY-2008',
        detail: expect.stringMatching(
          /^ImageStream shop\/one: tags latest .*; ImageStream shop\/two: [^;]*$/,
        ),
      },
    ]);
  });
});
