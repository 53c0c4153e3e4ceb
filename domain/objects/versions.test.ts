import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { NEVER_MOVED, neverMovedBecause } from './never-moved.ts';
import type { ServedApi, ServedKind } from './served.ts';
import { commonVersion, eachOnce, kindsToRead, multiVersioned } from './versions.ts';

function served(apiVersion: string, kind: string, fields: Partial<ServedKind> = {}): ServedKind {
  const resource = `${kind.toLowerCase()}s`;
  const verbs = ['get', 'list', 'create', 'delete'];
  return { apiVersion, kind, resource, namespaced: true, verbs, hasStatus: true, ...fields };
}

function api(...kinds: ServedKind[]): ServedApi {
  return { kinds, silent: [] };
}

function definition(name: string, strategy: string, stored: string): KubeObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name },
    spec: {
      conversion: { strategy },
      versions: ['v1', 'v2'].map((version) => ({ name: version, storage: version === stored })),
    },
  };
}

const versions = (...names: string[]): ServedKind[] =>
  names.map((name) => served(`example.com/${name}`, 'Widget'));

describe('the version in which a kind is read', () => {
  it.each<[string, string[], string[], string | undefined]>([
    ['the preferred one of the source', ['v2', 'v1'], ['v1', 'v2'], 'v2'],
    ['one that the target knows', ['v2', 'v1'], ['v1'], 'v1'],
    ['the preferred one, when the target knows none of them', ['v2', 'v1'], ['v3'], 'v2'],
    ['the preferred one, when the target does not know the kind', ['v2', 'v1'], [], 'v2'],
    ['none, when the source does not serve the kind', [], ['v1'], undefined],
  ])('is %s', (_, here, there, expected) => {
    const chosen = commonVersion(versions(...here), versions(...there));

    expect(chosen?.apiVersion).toBe(expected && `example.com/${expected}`);
  });

  it.each<[string, string, string[], string]>([
    ['stored, since the webhook stands still with its application', 'Webhook', ['v1', 'v2'], 'v1'],
    ['stored, when the definition comes along', 'Webhook', [], 'v1'],
    ['another, when the target does not know the stored one', 'Webhook', ['v2'], 'v2'],
    ['preferred, when nothing but the name differs', 'None', ['v1', 'v2'], 'v2'],
  ])('is the one that is %s', (_, strategy, there, expected) => {
    const known = [definition('widgets.example.com', strategy, 'v1')];

    const chosen = commonVersion(versions('v2', 'v1'), versions(...there), known);

    expect(chosen?.apiVersion).toBe(`example.com/${expected}`);
  });
});

describe('kinds to read', () => {
  const source = api(
    served('v1', 'Secret'),
    served('v1', 'Event'),
    served('v1', 'Node', { namespaced: false }),
    served('v1', 'Binding', { verbs: ['create'] }),
    served('apps/v1', 'Deployment'),
    served('apps/v1beta1', 'Deployment'),
    served('metrics.k8s.io/v1beta1', 'PodMetrics'),
    served('example.com/v1', 'Widget'),
  );

  it('are those of namespaces that can be listed and may move, each once', () => {
    const kinds = kindsToRead(source, api(), []);

    expect(kinds.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual([
      'v1 Secret',
      'apps/v1 Deployment',
      'example.com/v1 Widget',
    ]);
  });

  it('with several versions outside of the core are asked for their definition', () => {
    const found = multiVersioned(
      api(...versions('v2', 'v1'), served('v1', 'Pod'), served('other.com/v1', 'Thing')),
    );

    expect(found.map(({ resource }) => resource)).toEqual(['widgets']);
  });
});

describe('an object that is listed in two groups', () => {
  const object = (apiVersion: string): KubeObject => ({
    apiVersion,
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', uid: 'u-1' },
  });
  const both = [object('extensions/v1beta1'), object('apps/v1')];

  it.each<[string, KubeObject[], ServedApi, string]>([
    ['served', both, api(served('extensions/v1beta1', 'Deployment')), 'extensions/v1beta1'],
    ['served', both, api(served('apps/v1', 'Deployment')), 'apps/v1'],
    ['newer', both, api(), 'apps/v1'],
    ['newer', both.toReversed(), api(), 'apps/v1'],
  ])('is kept in the %s one', (_, objects, target, expected) => {
    expect(eachOnce(objects, target).map(({ apiVersion }) => apiVersion)).toEqual([expected]);
  });

  it('is told from one that has no uid at all', () => {
    const views = ['a', 'b'].map((name) => ({ ...both[0]!, metadata: { name } }));

    expect(eachOnce(views, api())).toEqual(views);
  });
});

describe('kinds that are never moved', () => {
  it.each<[string, boolean]>([
    ['Event', true],
    ['Event.events.k8s.io', true],
    ['Event.example.com', false],
    ['PodMetrics.metrics.k8s.io', true],
    ['Backup.velero.io', true],
    ['Backup.postgres.example.com', false],
    ['RoleBinding.authorization.openshift.io', true],
    ['RoleBinding.rbac.authorization.k8s.io', false],
    ['Secret', false],
  ])('%s: %s', (kind, never) => {
    expect(neverMovedBecause(kind) !== undefined).toBe(never);
  });

  it('are each named once, with a reason', () => {
    expect(new Set(NEVER_MOVED.map(({ kinds }) => kinds)).size).toBe(NEVER_MOVED.length);
    for (const { because } of NEVER_MOVED) expect(because).toMatch(/\w+ \w+/);
  });
});
