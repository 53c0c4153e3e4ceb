import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import {
  accountSecrets,
  imageTags,
  internalRegistry,
  ownRegistries,
  pullSecrets,
  registryMap,
  type RegistryTraces,
} from './registries.ts';

function object(kind: string, name: string, rest: object = {}): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'shop' }, ...rest };
}

function stream(status: object): KubeObject {
  return object('ImageStream', 'cli', { status });
}

const INSIDE_HOST = 'image-registry.openshift-image-registry.svc:5000';
const INSIDE = stream({
  dockerImageRepository: `${INSIDE_HOST}/openshift/cli`,
  publicDockerImageRepository: 'registry.apps.example.com/openshift/cli',
});
const SERVICE = object('Service', 'docker-registry', {
  spec: { clusterIP: '172.30.1.1', ports: [{ port: 5000 }] },
});
const config = (text: string) => object('ConfigMap', 'config', { data: { 'config.yaml': text } });

describe("a cluster's own registry", () => {
  it.each<[string, RegistryTraces, string | undefined]>([
    ['streams', { streams: [stream({}), INSIDE], service: SERVICE }, INSIDE_HOST],
    ['the old service', { streams: [stream({})], service: SERVICE }, '172.30.1.1:5000'],
    ['YAML', { streams: [], config: config('a: 1\ninternalRegistryHostname: r:5000\n') }, 'r:5000'],
    ['JSON', { streams: [], config: config('{"internalRegistryHostname":"r:5000"}') }, 'r:5000'],
    [
      'nothing',
      { streams: [], service: object('Service', 'x'), config: config('a: 1') },
      undefined,
    ],
  ])('is told by %s', (_, traces, expected) => {
    expect(internalRegistry(traces)).toBe(expected);
  });

  it('is exposed under another name, which leads inside on the target', () => {
    const source = { streams: [INSIDE] };

    expect(ownRegistries(source)).toEqual([INSIDE_HOST, 'registry.apps.example.com']);
    expect(registryMap(source, { streams: [], service: SERVICE })).toEqual({
      [INSIDE_HOST]: '172.30.1.1:5000',
      'registry.apps.example.com': '172.30.1.1:5000',
    });
  });

  it('leads nowhere when the target has none', () => {
    expect(registryMap({ streams: [INSIDE] }, { streams: [] })).toEqual({});
  });
});

it('tags are told with the default one first', () => {
  const tags = ['v1', 'latest', 'v2'].map((tag) => ({ tag }));

  expect(imageTags([stream({ tags }), object('ImageStream', 'empty')])).toEqual({
    cli: ['latest', 'v1', 'v2'],
    empty: [],
  });
});

describe('pull secrets', () => {
  const annotated = (kind: string, name: string, annotations: Record<string, string>) => ({
    ...object(kind, name),
    metadata: { name, namespace: 'shop', annotations },
  });

  it('are found by the note on the account, or by that on the secret', () => {
    const accounts = [
      annotated('ServiceAccount', 'web', {
        'openshift.io/internal-registry-pull-secret-ref': 'web-dockercfg-new',
      }),
      object('ServiceAccount', 'none'),
    ];
    const secrets = [
      annotated('Secret', 'web-dockercfg-old', { 'kubernetes.io/service-account.name': 'web' }),
      annotated('Secret', 'default-dockercfg-1', {
        'openshift.io/internal-registry-auth-token.service-account': 'default',
      }),
      object('Secret', 'nobody'),
    ];

    expect(pullSecrets(accounts, secrets)).toEqual({
      'shop/web': 'web-dockercfg-new',
      'shop/default': 'default-dockercfg-1',
    });
    expect(accountSecrets(secrets)).toEqual({
      'shop/web-dockercfg-old': 'web',
      'shop/default-dockercfg-1': 'default',
    });
  });
});
