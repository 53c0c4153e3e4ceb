import { beforeEach, describe, expect, it } from '@jest/globals';
import { failure } from '../../domain/failures/failure.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { gatherObjects } from './gather.ts';

const DEFINITION = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };

let source: FakeCluster;
let target: FakeCluster;

beforeEach(() => {
  source = new FakeCluster({ name: 'source' });
  target = new FakeCluster({ name: 'target' });
  for (const cluster of [source, target]) {
    cluster.kinds.set('v1', ['ConfigMap', 'Event', 'Namespace', 'Secret']);
    cluster.kinds.set('apps/v1', ['Deployment']);
    cluster.kinds.set('rbac.authorization.k8s.io/v1', ['ClusterRole', 'ClusterRoleBinding']);
    cluster.kinds.set(DEFINITION.apiVersion, [DEFINITION.kind]);
  }
  source.kinds.set('example.com/v2', ['Widget']);
  source.kinds.set('example.com/v1', ['Widget']);
});

function object(apiVersion: string, kind: string, name: string, rest: object = {}): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...rest };
}

async function namesOf(namespaces = ['shop']) {
  const { objects, belongings, unlisted } = await gatherObjects(source, target, namespaces);
  const name = ({ apiVersion, kind, metadata }: KubeObject) =>
    `${apiVersion} ${kind} ${metadata.name}`;
  return { objects: objects.map(name), belongings: belongings.map(name), unlisted };
}

describe('gathering', () => {
  it('takes every kind of every namespace, and nothing else', async () => {
    const elsewhere = object('v1', 'ConfigMap', 'foreign');
    elsewhere.metadata.namespace = 'elsewhere';
    const store = object('v1', 'ConfigMap', 'c');
    store.metadata.namespace = 'store';
    source.seed(
      ...[
        object('v1', 'ConfigMap', 'a'),
        object('v1', 'Event', 'e'),
        object('apps/v1', 'Deployment', 'b'),
      ],
      ...[store, elsewhere],
    );

    expect(await namesOf(['shop', 'store'])).toEqual({
      objects: ['v1 ConfigMap a', 'v1 ConfigMap c', 'apps/v1 Deployment b'],
      belongings: [],
      unlisted: [],
    });
  });

  it('takes definitions of the custom kinds that are found, and no others', async () => {
    source.kinds.set('other.com/v1', ['Thing']);
    const definition = (name: string) => ({ ...DEFINITION, metadata: { name } });
    source.seed(
      ...[definition('widgets.example.com'), definition('things.other.com')],
      object('example.com/v2', 'Widget', 'w'),
    );

    expect(await namesOf()).toMatchObject({
      objects: ['example.com/v2 Widget w'],
      belongings: [`${DEFINITION.apiVersion} ${DEFINITION.kind} widgets.example.com`],
    });
  });

  it('takes the bindings of its accounts, with their roles', async () => {
    const rbac = 'rbac.authorization.k8s.io/v1';
    source.seed(
      { apiVersion: rbac, kind: 'ClusterRole', metadata: { name: 'reader' } },
      {
        ...{ apiVersion: rbac, kind: 'ClusterRoleBinding', metadata: { name: 'readers' } },
        subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }],
        roleRef: { kind: 'ClusterRole', name: 'reader' },
      },
    );

    expect((await namesOf()).belongings).toEqual([
      `${rbac} ClusterRole reader`,
      `${rbac} ClusterRoleBinding readers`,
    ]);
  });

  it('passes by what serves a transfer', async () => {
    const sender = object('v1', 'ConfigMap', 'sender');
    sender.metadata.labels = { owner: 'directvolumemigration' };
    source.seed(sender, object('v1', 'ConfigMap', 'a'));

    expect((await namesOf()).objects).toEqual(['v1 ConfigMap a']);
  });

  it('says which kinds it could not see', async () => {
    source.silent.add('broken.example.com/v1').add('custom.metrics.k8s.io/v1beta1');
    source.seed(object('v1', 'ConfigMap', 'a'));
    source.before = (method, key) => {
      if (method === 'list' && key?.kind === 'Widget') {
        throw failure('DRAY-1006', { detail: 'conversion webhook: connection refused' });
      }
    };

    expect(await namesOf()).toEqual({
      objects: ['v1 ConfigMap a'],
      belongings: [],
      unlisted: [
        'Widget.example.com: conversion webhook: connection refused',
        'broken.example.com/v1: the server of this API does not answer',
      ],
    });
  });

  it('fails when the source cannot be read', async () => {
    source.before = (method) => {
      if (method === 'list') throw failure('DRAY-1002', { detail: 'refused' });
    };

    await expect(namesOf()).rejects.toThrow(/DRAY-1002/);
  });
});
