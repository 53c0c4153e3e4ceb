import { expect } from '@jest/globals';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { another, arrives, type Change, type Fixture, type Place, told } from './fixture.ts';

const NEW_NODE_PORT: Change = { at: ['spec', 'ports', 0, 'nodePort'], is: expect.any(Number) };

/** The clusters' ranges of addresses differ. */
const NEW_ADDRESS: readonly Change[] = [
  { at: ['spec', 'clusterIP'], is: another },
  { at: ['spec', 'clusterIPs', 0], is: another },
];

/** Services of every type, and what stands behind those that select no pods. */
export function services({ nodePort }: Place): Fixture[] {
  const web = { selector: { app: 'web' } };
  return [
    arrives(
      service('plain', {
        ...{ ...web, ports: [port('http'), { ...port('more'), port: 81, appProtocol: 'http' }] },
        ...{ sessionAffinity: 'ClientIP', internalTrafficPolicy: 'Local' },
      }),
      ...NEW_ADDRESS,
    ),
    arrives(
      service('store', {
        ...{ clusterIP: 'None', selector: { app: 'store' }, ports: [{ port: 8080 }] },
        publishNotReadyAddresses: true,
      }),
    ),
    arrives(
      service('both-families', { ...web, ipFamilyPolicy: 'PreferDualStack', ports: [port()] }),
      ...NEW_ADDRESS,
    ),
    arrives(
      service('node', { ...web, type: 'NodePort', ports: [port()] }),
      ...NEW_ADDRESS,
      NEW_NODE_PORT,
    ),
    arrives(
      service('node-chosen', { ...web, type: 'NodePort', ports: [{ ...port(), nodePort }] }),
      ...NEW_ADDRESS,
    ),
    told('it asked for 192.0.2.7', balanced()),
    arrives(service('elsewhere', { type: 'ExternalName', externalName: 'db.example.com' })),
    arrives(service('by-hand', { ports: [port()] }), ...NEW_ADDRESS),
    told('its addresses are kept', arrives(endpoints('by-hand'))),
    arrives(service('by-slice', { ports: [port('http')] }), ...NEW_ADDRESS),
    told('its addresses are kept', arrives(endpointSlice('by-slice'))),
  ];
}

function balanced(): Fixture {
  return arrives(
    service('balanced', {
      ...{ type: 'LoadBalancer', selector: { app: 'web' }, ports: [port()] },
      ...{ externalTrafficPolicy: 'Local', loadBalancerSourceRanges: ['192.0.2.0/24'] },
      ...{ externalIPs: ['192.0.2.7'], loadBalancerClass: 'example.com/none' },
    }),
    ...NEW_ADDRESS,
    NEW_NODE_PORT,
    { at: ['spec', 'healthCheckNodePort'], is: expect.any(Number) },
    // They are addresses of the old cluster's network.
    { at: ['spec', 'externalIPs'], is: undefined },
  );
}

function service(name: string, spec: object): KubeObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, labels: { app: 'web' } }, spec };
}

function port(name = ''): { port: number; targetPort: number; name?: string } {
  return { port: 80, targetPort: 8080, ...(name === '' ? {} : { name }) };
}

function endpoints(name: string): KubeObject {
  return {
    ...{ apiVersion: 'v1', kind: 'Endpoints', metadata: { name } },
    subsets: [{ addresses: [{ ip: '192.0.2.20' }], ports: [{ port: 8080 }] }],
  };
}

function endpointSlice(service: string): KubeObject {
  const labels = {
    'kubernetes.io/service-name': service,
    'endpointslice.kubernetes.io/managed-by': 'staff',
  };
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${service}-1`, labels },
    ...{ addressType: 'IPv4', ports: [{ name: 'http', port: 8080, protocol: 'TCP' }] },
    endpoints: [{ addresses: ['192.0.2.21'], conditions: { ready: true } }],
  };
}
