import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { KubeObject } from '../../kube-object.ts';
import { transferNames } from '../names.ts';
import {
  type Address,
  chosenEndpoint,
  endpointObjects,
  type EndpointParts,
  isHostTooLong,
  readAddress,
  shortHost,
} from './endpoint.ts';
import { receiverObjects } from './receiver.ts';
import { clientTunnelConfig } from './tunnel.ts';

const spec = {
  volume: { runUid: 'run-1', planUid: 'plan-1', namespace: 'shop', claim: 'data' },
  target: { namespace: 'shop-new', claim: 'data-new' },
  image: 'registry.example/mover:1',
};
const { receiver: name } = transferNames(spec.volume);

describe('endpointObjects', () => {
  it.each([
    ['NodePort', 'NodePort', 1],
    ['LoadBalancer', 'LoadBalancer', 1],
    ['ClusterIP', 'ClusterIP', 1],
    ['Route', 'ClusterIP', 2],
  ] as const)('for a %s: a Service of type %s, %i objects', (type, service, count) => {
    const objects = endpointObjects(spec, { type, proven: false });
    expect(objects).toHaveLength(count);
    expect(objects[0]).toMatchObject({
      metadata: { name, namespace: 'shop-new' },
      spec: { type: service, publishNotReadyAddresses: true, ports: [{ port: 8443 }] },
    });
    expect(chosenEndpoint(objects[0])).toEqual({ type, proven: false });
  });

  it('makes a Route that hands the handshake on, to the port of the tunnel', () => {
    const [service, route] = endpointObjects(spec, { type: 'Route', proven: true });
    expect(route).toMatchObject({
      apiVersion: 'route.openshift.io/v1',
      metadata: { name, namespace: 'shop-new', labels: service!.metadata.labels },
      spec: {
        to: { kind: 'Service', name },
        port: { targetPort: 'tunnel' },
        tls: { termination: 'passthrough' },
      },
    });
    expect(route!['spec']).not.toHaveProperty('host');
    expect(chosenEndpoint(service)).toEqual({ type: 'Route', proven: true });
  });

  it('selects the receiver', () => {
    const objects = receiverObjects(spec, 'a'.repeat(64));
    const [service] = endpointObjects(spec, { type: 'LoadBalancer', proven: false });
    const { selector } = service!['spec'] as { selector: Record<string, string> };
    expect(objects.find(({ kind }) => kind === 'Pod')?.metadata.labels).toMatchObject(selector);
  });
});

describe('chosenEndpoint', () => {
  it('takes a Service of an earlier version for a NodePort that is proven', () => {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name } };
    expect(chosenEndpoint(service)).toEqual({ type: 'NodePort', proven: true });
    expect(chosenEndpoint(undefined)).toBeUndefined();
  });
});

const service = (more: object): KubeObject => ({
  ...{ apiVersion: 'v1', kind: 'Service', metadata: { name } },
  ...more,
});
const balanced = (entry: object) => service({ status: { loadBalancer: { ingress: [entry] } } });
const route = (...ingress: object[]): KubeObject => ({
  ...{ apiVersion: 'route.openshift.io/v1', kind: 'Route', metadata: { name } },
  status: { ingress },
});
const admitted = { type: 'Admitted', status: 'True' };
const refused = {
  type: 'Admitted',
  status: 'False',
  reason: 'HostAlreadyClaimed',
  message: 'a route in another namespace holds it',
};

describe('readAddress', () => {
  const parts = (change: Partial<EndpointParts>): EndpointParts => ({
    service: undefined,
    route: undefined,
    nodeAddress: '10.250.0.3',
    ...change,
  });

  it.each<[string, Address, Address]>([
    [
      'a node port',
      readAddress(
        'NodePort',
        parts({ service: service({ spec: { ports: [{ nodePort: 30123 }] } }) }),
      ),
      { endpoint: { host: '10.250.0.3', port: 30123 } },
    ],
    [
      'an address in the cluster',
      readAddress('ClusterIP', parts({ service: service({ spec: { clusterIP: '10.96.0.7' } }) })),
      { endpoint: { host: '10.96.0.7', port: 8443 } },
    ],
    [
      'a load balancer with an address',
      readAddress('LoadBalancer', parts({ service: balanced({ ip: '203.0.113.7' }) })),
      { endpoint: { host: '203.0.113.7', port: 8443 } },
    ],
    [
      'a load balancer with a name',
      readAddress('LoadBalancer', parts({ service: balanced({ ip: '', hostname: 'lb.example' }) })),
      { endpoint: { host: 'lb.example', port: 8443 } },
    ],
    [
      'a Route that the second router admits',
      readAddress(
        'Route',
        parts({
          route: route(
            { host: 'x.other.example', conditions: [refused] },
            { host: 'x.apps.example', conditions: [admitted] },
          ),
        }),
      ),
      { endpoint: { host: 'x.apps.example', port: 443 } },
    ],
  ])('reads %s', (_, read, expected) => {
    expect(read).toEqual(expected);
  });

  it.each<[string, Address, string]>([
    ['no Service', readAddress('NodePort', parts({})), 'a node port'],
    [
      'no cluster address',
      readAddress('ClusterIP', parts({ service: service({}) })),
      'cluster address',
    ],
    [
      'a headless Service',
      readAddress('ClusterIP', parts({ service: service({ spec: { clusterIP: 'None' } }) })),
      'cluster address',
    ],
    [
      'no load balancer',
      readAddress('LoadBalancer', parts({ service: service({}) })),
      'load balancer',
    ],
    ['no router', readAddress('Route', parts({ route: route() })), 'no router has seen it'],
    [
      'a router that refuses',
      readAddress(
        'Route',
        parts({ route: route({ routerName: 'default', host: 'x', conditions: [refused] }) }),
      ),
      'RsyncRouteNotAdmitted: default says HostAlreadyClaimed: a route in another namespace holds it',
    ],
  ])('tells what is missing: %s', (_, read, missing) => {
    expect(read).toEqual({ missing: expect.stringContaining(missing) as unknown });
  });
});

describe('the host name of a Route', () => {
  it('is left to the router where it can be made', () => {
    expect(isHostTooLong(spec)).toBe(false);
    const namespace = 'a'.repeat(50);
    expect(isHostTooLong({ ...spec, target: { ...spec.target, namespace } })).toBe(true);
  });

  it('is short, a name of DNS, and what the tunnel asks for, whatever the claim is called', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,250}[a-z0-9]$/), (claim) => {
        const host = shortHost({ ...spec, volume: { ...spec.volume, claim } }, 'apps.example.com');
        expect(host).toMatch(/^dray-[0-9a-f]{12}\.apps\.example\.com$/);
        expect(clientTunnelConfig({ host, port: 443 })).toContain(`\nsni=${host}\n`);
      }),
    );
  });
});
