import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { CONTEXT } from '../transform/golden/context.ts';
import { shipmentOf } from './shipment.ts';

function object(apiVersion: string, kind: string, name: string, rest: object = {}): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...rest };
}

const nameOf = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.name}`;

describe('a shipment', () => {
  it('has every object once: it arrives, or is left with a reason', () => {
    const owned = object('v1', 'Pod', 'web-1');
    owned.metadata.ownerReferences = [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'u' },
    ];
    const objects = [
      object('v1', 'ConfigMap', 'settings'),
      owned,
      object('v1', 'Service', 'web', { spec: { selector: { app: 'web' } } }),
      object('v1', 'Service', 'outside', { spec: {} }),
      object('v1', 'Endpoints', 'web'),
      object('v1', 'Endpoints', 'outside'),
    ];

    const { arrivals, left } = shipmentOf({ objects, belongings: [] }, CONTEXT);

    expect(arrivals.map(({ found }) => nameOf(found)).sort()).toEqual([
      'ConfigMap settings',
      'Endpoints outside',
      'Service outside',
      'Service web',
    ]);
    expect(left.map(({ found, rule }) => [nameOf(found), rule])).toEqual([
      ['Endpoints web', 'endpoints'],
      ['Pod web-1', 'owned'],
    ]);
    expect(arrivals.map(({ wanted }) => wanted.metadata.namespace)).toEqual(
      arrivals.map(() => 'shop2'),
    );
  });

  it('tells what a person should know, and takes what comes along for there', () => {
    const finalizers = ['example.com/widget'];
    const widget = object('example.com/v1', 'Widget', 'w');
    widget.metadata.finalizers = finalizers;
    const definition: KubeObject = {
      ...object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.com'),
      spec: {
        ...{ group: 'example.com', names: { kind: 'Widget' } },
        versions: [{ name: 'v1', served: true, storage: true }],
      },
    };

    const alone = shipmentOf({ objects: [widget], belongings: [] }, CONTEXT);
    const both = shipmentOf({ objects: [widget], belongings: [definition] }, CONTEXT);

    expect(alone.notes).toEqual([
      { found: widget, note: expect.objectContaining({ rule: 'finalizer', severity: 'warning' }) },
    ]);
    expect(both.notes.filter(({ found }) => found === widget)).toEqual([]);
    expect(both.arrivals.at(-1)?.wanted.metadata.finalizers).toEqual(finalizers);
  });
});
