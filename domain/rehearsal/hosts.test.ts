import { expect, test } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { hostFindings } from './hosts.ts';

interface Shape {
  host?: string;
  path?: string;
  pathType?: string;
  className?: string;
  annotations?: Record<string, string>;
}

function ingress(namespace: string, shape: Shape): KubeObject {
  const { host, path = '/', pathType = 'Prefix', className, annotations = {} } = shape;
  return {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
    metadata: { name: 'web', namespace, annotations },
    spec: {
      ...(className === undefined ? {} : { ingressClassName: className }),
      rules: [{ host, http: { paths: [{ path, pathType }] } }],
    },
  };
}

function route(namespace: string, host: string, path?: string): KubeObject {
  const metadata = { name: 'web', namespace };
  return { apiVersion: 'route.openshift.io/v1', kind: 'Route', metadata, spec: { host, path } };
}

const HOST = { host: 'www.example.com' };

test.each<[string, KubeObject, KubeObject, 'refusal' | 'warning']>([
  ['the same', ingress('store', HOST), ingress('other', HOST), 'refusal'],
  [
    'the same but for a slash',
    ingress('store', { ...HOST, path: '/a/' }),
    ingress('other', { ...HOST, path: '/a' }),
    'refusal',
  ],
  [
    'the same, one without a class',
    ingress('store', { ...HOST, className: 'a' }),
    ingress('other', HOST),
    'refusal',
  ],
  [
    'the same, classes told in two ways',
    ingress('store', { ...HOST, className: 'a' }),
    ingress('other', { ...HOST, annotations: { 'kubernetes.io/ingress.class': 'a' } }),
    'refusal',
  ],
  ['no host at all', ingress('store', {}), ingress('other', {}), 'warning'],
  ['a route', route('store', HOST.host), route('other', HOST.host, '/'), 'refusal'],
  [
    'another path of a route',
    route('store', HOST.host, '/a'),
    route('other', HOST.host),
    'warning',
  ],
])('%s: both are named', (_what, arriving, present, severity) => {
  expect(hostFindings([arriving], [present])).toEqual([
    {
      ...{ object: `${arriving.kind} store/web`, severity },
      text: expect.stringContaining(`${present.kind} other/web`),
      advice: expect.stringMatching(/\w/),
    },
  ]);
});

test.each<[string, KubeObject, KubeObject]>([
  ['another host', ingress('store', HOST), ingress('other', { host: 'example.com' })],
  ['another path', ingress('store', HOST), ingress('other', { ...HOST, path: '/api' })],
  [
    'another kind of path',
    ingress('store', HOST),
    ingress('other', { ...HOST, pathType: 'Exact' }),
  ],
  [
    'other doors',
    ingress('store', { ...HOST, className: 'in' }),
    ingress('other', { ...HOST, className: 'out' }),
  ],
  [
    'meant to share',
    ingress('store', { ...HOST, annotations: { 'nginx.ingress.kubernetes.io/canary': 'true' } }),
    ingress('other', HOST),
  ],
  ['the very object', ingress('store', HOST), ingress('store', HOST)],
  ['made up by the router', route('store', ''), route('other', '')],
])('%s: nothing is found', (_what, arriving, present) => {
  expect(hostFindings([arriving], [present])).toEqual([]);
});
