import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import type { Arrival } from '../objects/shipment.ts';
import { modifierText } from './modifiers.ts';
import { type BackedUpItem, shareOut } from './share.ts';

const LABELS = { mark: 'u-1' };

interface Named {
  name: string;
  namespace?: string | undefined;
}

function object(apiVersion: string, kind: string, named: Named | string, rest = {}): KubeObject {
  const metadata = typeof named === 'string' ? { name: named, namespace: 'shop' } : named;
  return { apiVersion, kind, metadata: metadata as KubeObject['metadata'], ...rest };
}

const configMap = (named: Named | string, rest = {}) => object('v1', 'ConfigMap', named, rest);
const secret = (name: string, rest = {}) => object('v1', 'Secret', name, rest);
const deployment = (name: string, rest = {}) => object('apps/v1', 'Deployment', name, rest);

/** All that the tests need of discovery. */
function itemOf(found: KubeObject): BackedUpItem {
  const group = found.apiVersion.includes('/') ? `.${found.apiVersion.split('/')[0] ?? ''}` : '';
  return { resource: `${found.kind.toLowerCase()}s${group}`, object: found };
}

function arriving(found: KubeObject, changes = {}): Arrival {
  const labels = { ...found.metadata.labels, ...LABELS };
  const metadata = { ...found.metadata, namespace: 'store', labels };
  return { found, wanted: { ...found, ...changes, metadata } };
}

function share(backup: KubeObject[], arrivals: Arrival[], changed = {}) {
  return shareOut(backup.map(itemOf), arrivals, {
    labels: LABELS,
    mapping: { shop: 'store' },
    customKinds: new Set(['Widget.a.com', 'Widget.b.com']),
    changed,
  });
}

describe('what is left to Velero', () => {
  it('is every resource of which all objects arrive', () => {
    const found = [configMap('a'), configMap('b'), deployment('web')];

    const { resources, kinds, rules, reasons } = share(
      found,
      found.map((one) => arriving(one)),
    );

    expect({ resources, kinds, rules, reasons }).toEqual({
      resources: ['configmaps', 'deployments.apps'],
      kinds: ['ConfigMap', 'Deployment.apps'],
      rules: [],
      reasons: {},
    });
  });

  it.each([
    [
      'stays behind',
      [configMap('a'), configMap('b')],
      [arriving(configMap('a'))],
      /b stays behind/,
    ],
    [
      'is not in the backup',
      [configMap('a')],
      [arriving(configMap('a')), arriving(configMap('new'))],
      /shop\/new is not in the backup/,
    ],
    [
      'belongs to the cluster',
      [configMap({ name: 'a' })],
      [arriving(configMap({ name: 'a' }))],
      /belongs to the cluster/,
    ],
    [
      'cannot be said',
      [configMap('a')],
      [arriving(configMap('a'), { apiVersion: 'v2' })],
      /shop\/a: it arrives as/,
    ],
  ])('is no resource of which one %s', (_name, backup, arrivals, reason) => {
    const { resources, kinds, reasons } = share(
      [...backup, deployment('web')],
      [...arrivals, arriving(deployment('web'))],
    );

    expect({ resources, kinds }).toEqual({
      resources: ['deployments.apps'],
      kinds: ['Deployment.apps'],
    });
    expect(reasons['configmaps']).toMatch(reason);
  });

  it('does not depend on what every namespace has by itself', () => {
    const own = configMap('kube-root-ca.crt');

    expect(share([own, configMap('a')], [arriving(configMap('a'))]).resources).toEqual([
      'configmaps',
    ]);
    expect(share([own], []).reasons).toEqual({ configmaps: 'nothing of it is to arrive' });
    expect(share([secret('kube-root-ca.crt')], []).resources).toEqual([]);
  });

  it('never is what Velero would write into', () => {
    const account = object('v1', 'ServiceAccount', 'app');

    expect(share([account], [arriving(account)])).toMatchObject({ resources: [] });
  });

  it('is nothing that it would change on the way', () => {
    const [web, a] = [deployment('web'), configMap('a')];
    const changed = { 'deployments.apps': 'somebody maps images' };

    const { resources, reasons } = share([web, a], [arriving(web), arriving(a)], changed);

    expect({ resources, reasons }).toEqual({ resources: ['configmaps'], reasons: changed });
  });

  it('is no Secret when one of them is a token, which Velero may drop', () => {
    const token = secret('app-token-x', { type: 'kubernetes.io/service-account-token' });

    expect(share([token], [arriving(token)])).toMatchObject({ resources: [] });
    expect(share([secret('x')], [arriving(secret('x'))])).toMatchObject({ resources: ['secrets'] });
  });

  it('is no custom resource with a status, unlike others', () => {
    const status = { phase: 'Filled' };
    const widget = object('a.com/v1', 'Widget', 'w', { status });
    const web = deployment('web', { status });

    const { resources, reasons } = share([widget, web], [arriving(widget), arriving(web)]);

    expect(resources).toEqual(['deployments.apps']);
    expect(reasons['widgets.a.com']).toMatch(/w has a status/);
  });

  it('is what its rules fit into one ConfigMap', () => {
    const large = { data: { text: 'x'.repeat(600_000) } };
    const found = ['a', 'b'].map((name) => object(`${name}.com/v1`, 'Widget', 'w'));

    const { resources, rules, reasons } = share(
      [...found, configMap('a')],
      [...found.map((one) => arriving(one, large)), arriving(configMap('a'), { data: { a: '1' } })],
    );

    expect(resources).toEqual(['configmaps', 'widgets.a.com']);
    expect(reasons['widgets.b.com']).toMatch(/too long/);
    expect(Buffer.byteLength(modifierText(rules))).toBeLessThan(2 ** 20);
  });

  it('is what Velero has not to look for in thousands of rules', () => {
    const found = Array.from({ length: 1_001 }, (_, index) => configMap(`m${index}`));
    const arrivals = found.map((one) => arriving(one, { data: { name: one.metadata.name } }));

    expect(share(found, arrivals).reasons['configmaps']).toMatch(/1001 rules/);
  });
});
