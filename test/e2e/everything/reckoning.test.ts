import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { another, arrives, type Fixture, ofEachCluster, staysBehind, titleOf } from './fixture.ts';
import type { Inventory } from './inventory.ts';
import { expectedOn, foundOn, unaccounted } from './reckoning.ts';

const MOVE = { source: 'shop', target: 'store' };

function object(kind: string, name: string, rest: object = {}, metadata: object = {}): KubeObject {
  const apiVersion = kind === 'Deployment' || kind === 'ReplicaSet' ? 'apps/v1' : 'v1';
  return { apiVersion, kind, metadata: { name, namespace: 'shop', ...metadata }, ...rest };
}

function inventory(...objects: KubeObject[]): Inventory {
  return new Map(objects.map((one) => [titleOf(one), one]));
}

function there(...objects: KubeObject[]): Inventory {
  return inventory(
    ...objects.map((one) => ({ ...one, metadata: { ...one.metadata, namespace: 'store' } })),
  );
}

/** Whether the target passes for what the source and the fixtures make one expect. */
function passes(source: Inventory, fixtures: readonly Fixture[], target: Inventory): boolean {
  const expected = expectedOn(MOVE, source, fixtures);
  try {
    expect(foundOn(MOVE, target, fixtures)).toEqual(expected);
    return true;
  } catch {
    return false;
  }
}

const settings = object('ConfigMap', 'settings', { data: { key: 'value' } });
const deployment = object('Deployment', 'web', { spec: {} }, { uid: 'u1' });
const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true };
const replicaSet = object(
  'ReplicaSet',
  'web-1',
  {},
  { ownerReferences: [{ ...owner, uid: 'u1' }] },
);

describe('what arrives', () => {
  it('may differ in what the server and the product write', () => {
    const arrived = object(
      'ConfigMap',
      'settings',
      { data: { key: 'value' }, status: {} },
      {
        uid: 'another',
        labels: { 'velero.io/restore-name': 'r' },
      },
    );
    expect(passes(inventory(settings), [arrives(settings)], there(arrived))).toBe(true);
  });

  it.each<[string, KubeObject[]]>([
    ['a value', [object('ConfigMap', 'settings', { data: { key: 'other' } })]],
    ['a field that was not there', [{ ...settings, immutable: true }]],
    [
      'a label',
      [object('ConfigMap', 'settings', { data: { key: 'value' } }, { labels: { a: 'b' } })],
    ],
    ['its absence', []],
    ['one too many', [settings, object('Secret', 'unknown')]],
  ])('is seen to differ in %s', (_, arrived) => {
    expect(passes(inventory(settings), [arrives(settings)], there(...arrived))).toBe(false);
  });

  it('differs where it is said to, and has to', () => {
    const was = object('Service', 'web', { spec: { clusterIP: '10.0.0.1', externalIPs: ['x'] } });
    const fixture = arrives(
      was,
      { at: ['spec', 'clusterIP'], is: another },
      { at: ['spec', 'externalIPs'], is: undefined },
    );
    const is = (spec: object): boolean =>
      passes(inventory(was), [fixture], there(object('Service', 'web', { spec })));
    expect(is({ clusterIP: '10.0.1.1' })).toBe(true);
    expect(is({ clusterIP: '10.0.0.1' })).toBe(false);
    expect(is({ clusterIP: '10.0.1.1', externalIPs: ['x'] })).toBe(false);
  });

  it('has its status compared on request', () => {
    const was = object('Widget', 'w', { status: { phase: 'Kept' } });
    const fixture: Fixture = { object: was, fate: { arrives: [], withStatus: true } };
    expect(passes(inventory(was), [fixture], there(was))).toBe(true);
    expect(passes(inventory(was), [fixture], there(object('Widget', 'w')))).toBe(false);
  });

  it('is owned by the one that arrived with it', () => {
    const child = object('ConfigMap', 'child', {}, { ownerReferences: [{ ...owner, uid: 'u1' }] });
    const fixtures = [arrives(deployment), arrives(child)];
    const source = inventory(deployment, child);
    const arrived = { ...deployment, metadata: { ...deployment.metadata, uid: 'u2' } };
    const ownedBy = (uid: string): KubeObject => ({
      ...child,
      metadata: { ...child.metadata, ownerReferences: [{ ...owner, uid }] },
    });
    expect(passes(source, fixtures, there(arrived, ownedBy('u2')))).toBe(true);
    expect(passes(source, fixtures, there(arrived, ownedBy('u1')))).toBe(false);
  });
});

describe('what stays behind', () => {
  it('must not be on the target', () => {
    const fixtures = [staysBehind(settings, 'it is of this cluster')];
    expect(passes(inventory(settings), fixtures, there())).toBe(true);
    expect(passes(inventory(settings), fixtures, there(settings))).toBe(false);
  });

  it('has to be there all the same when each cluster has one', () => {
    const fixtures = [ofEachCluster(settings, 'each has its own')];
    const other = object('ConfigMap', 'settings', { data: { key: 'other' } });
    expect(passes(inventory(settings), fixtures, there(other))).toBe(true);
    expect(passes(inventory(settings), fixtures, there())).toBe(false);
  });
});

describe('what a controller makes', () => {
  it('is told by the owner that is there', () => {
    const source = inventory(deployment, replicaSet);
    const fixtures = [arrives(deployment)];
    expect(unaccounted(source, fixtures)).toEqual([]);
    expect(passes(source, fixtures, there(deployment, replicaSet))).toBe(true);
    const orphan = object(
      'ReplicaSet',
      'web-1',
      {},
      {
        ownerReferences: [{ ...owner, uid: 'of the source' }],
      },
    );
    expect(passes(source, fixtures, there(deployment, orphan))).toBe(false);
  });
});

it('names what no fixture speaks of, and fixtures of nothing', () => {
  const fixtures = [arrives(object('Secret', 'gone')), arrives(settings), arrives(settings)];
  expect(unaccounted(inventory(settings, object('Service', 'new')), fixtures)).toEqual([
    'Service new: what becomes of it?',
    'Secret gone: is not there',
    'ConfigMap settings: two fates',
  ]);
});
