import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { asVeleroRestores } from './as-restored.ts';

const MAPPING = { shop: 'store' };

function object(apiVersion: string, kind: string, rest: Record<string, unknown>): KubeObject {
  return { apiVersion, kind, metadata: { name: 'x', namespace: 'shop' }, ...rest };
}

const service = (spec: unknown) => object('v1', 'Service', { spec });
const binding = (subjects: unknown) =>
  object('rbac.authorization.k8s.io/v1', 'RoleBinding', { subjects });

describe('what Velero makes of an object by itself', () => {
  it('drops what one cluster knows of it, and keeps finalizers', () => {
    const found = object('example.com/v1', 'Widget', { spec: { a: 1 }, status: { ready: true } });
    Object.assign(found.metadata, {
      ...{ uid: 'u', resourceVersion: '7', generation: 3, generateName: 'x-', selfLink: '/x' },
      ...{ creationTimestamp: 't', ownerReferences: [{}], managedFields: [{}] },
      ...{ finalizers: ['f'], labels: { l: '1' }, annotations: { a: '1' } },
    });

    expect(asVeleroRestores(found, MAPPING)).toEqual({
      ...{ apiVersion: 'example.com/v1', kind: 'Widget', spec: { a: 1 } },
      metadata: {
        ...{ name: 'x', namespace: 'shop', finalizers: ['f'] },
        ...{ labels: { l: '1' }, annotations: { a: '1' } },
      },
    });
    expect(found['status']).toEqual({ ready: true });
  });

  it.each([
    [
      'addresses',
      { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], ports: [{ port: 80, nodePort: 31000 }] },
      { ports: [{ port: 80, nodePort: 31000 }] },
    ],
    [
      'no address on purpose',
      { clusterIP: 'None', clusterIPs: ['None'] },
      { clusterIP: 'None', clusterIPs: ['None'] },
    ],
    ['fields that are too new', { type: 'NodePort', fromTheFuture: 1 }, { type: 'NodePort' }],
  ])('reads a Service: %s', (_name, before, after) => {
    expect(asVeleroRestores(service(before), MAPPING)).toEqual(service(after));
  });

  it('maps the namespaces of subjects, and nothing else of a binding', () => {
    const account = { kind: 'ServiceAccount', name: 'app' };
    const group = { kind: 'Group', name: 'system:serviceaccounts:shop' };

    const restored = asVeleroRestores(
      binding([{ ...account, namespace: 'shop' }, { ...account, namespace: 'toString' }, group]),
      MAPPING,
    );

    expect(restored).toEqual(
      binding([{ ...account, namespace: 'store' }, { ...account, namespace: 'toString' }, group]),
    );
  });

  it.each([[undefined], [null], ['odd'], [['odd', null]]])(
    'bears with subjects and specs that are %j',
    (odd) => {
      expect(asVeleroRestores(binding(odd), MAPPING)).toEqual(binding(odd));
      expect(asVeleroRestores(service(odd), MAPPING)).toEqual(service(odd));
    },
  );
});
