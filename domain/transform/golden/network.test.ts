import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../kube-object.ts';
import { handwrittenEndpoints } from '../rules/endpoints.ts';
import { arrives, contextWith, notesOn, skippedBy } from './context.ts';

function object(
  apiVersion: string,
  kind: string,
  body: Record<string, unknown>,
  metadata: Record<string, unknown> = {},
): KubeObject {
  return { apiVersion, kind, metadata: { name: 'web', namespace: 'shop', ...metadata }, ...body };
}

function service(spec: Record<string, unknown>, status?: unknown): KubeObject {
  return object('v1', 'Service', { spec, ...(status === undefined ? {} : { status }) });
}

describe('row 12: routes', () => {
  const spec = {
    host: 'web-shop.apps.old.example.com',
    path: '/cart',
    tls: { termination: 'edge' },
    to: { kind: 'Service', name: 'web' },
  };

  it('row 12: a generated host is absent, TLS and path are kept', () => {
    const annotations = { 'openshift.io/host.generated': 'true' };
    const route = object('route.openshift.io/v1', 'Route', { spec }, { annotations });

    expect(arrives(route)['spec']).toEqual({ path: spec.path, tls: spec.tls, to: spec.to });
    expect(notesOn(route)).toEqual([]);
  });

  it('row 12: a static host is unchanged', () => {
    const route = object('route.openshift.io/v1', 'Route', {
      spec: { ...spec, host: 'www.example.com' },
    });

    expect(arrives(route)['spec']).toEqual({ ...spec, host: 'www.example.com' });
    expect(notesOn(route)).toEqual([]);
  });

  it('warns of a static host in the domain of the source', () => {
    const route = object('route.openshift.io/v1', 'Route', { spec });

    expect(arrives(route)['spec']).toEqual(spec);
    expect(notesOn(route)).toMatchObject([{ severity: 'warning', rule: 'route-host' }]);
  });
});

describe('row 13: services', () => {
  it('row 13: dual-stack arrives on a target of one family', () => {
    const arrived = arrives(
      service({
        clusterIP: '172.30.1.1',
        clusterIPs: ['172.30.1.1', 'fd00::1'],
        ipFamilies: ['IPv4', 'IPv6'],
        ipFamilyPolicy: 'PreferDualStack',
        ports: [{ port: 80 }],
      }),
    );

    expect(arrived['spec']).toEqual({ ipFamilyPolicy: 'PreferDualStack', ports: [{ port: 80 }] });
  });

  it('row 13: headless stays headless', () => {
    const spec = { clusterIP: 'None', clusterIPs: ['None'], selector: { app: 'web' } };

    expect(arrives(service(spec))['spec']).toEqual(spec);
  });

  it('row 13: a load balancer arrives without what leads to the source', () => {
    const arrived = arrives(
      service({
        externalIPs: ['203.0.113.7'],
        externalTrafficPolicy: 'Local',
        healthCheckNodePort: 31001,
        loadBalancerIP: '203.0.113.8',
        ports: [{ nodePort: 31000, port: 80 }],
        type: 'LoadBalancer',
      }),
    );

    expect(arrived['spec']).toEqual({
      externalTrafficPolicy: 'Local',
      ports: [{ port: 80 }],
      type: 'LoadBalancer',
    });
  });

  it('keeps families that the target has', () => {
    const spec = { ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack' };
    const both = contextWith({ target: { ipFamilies: ['IPv4', 'IPv6'] } });

    expect(arrives(service(spec), both)['spec']).toEqual(spec);
  });

  // A single family of the right kind, and yet the API server would refuse the policy.
  it('asks for both families no more where the target has one', () => {
    const spec = { ipFamilies: ['IPv4'], ipFamilyPolicy: 'RequireDualStack' };

    expect(arrives(service(spec))['spec']).toEqual({
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'PreferDualStack',
    });
    expect(notesOn(service(spec))).toMatchObject([{ severity: 'warning', rule: 'ip-families' }]);
  });

  it('leaves the families of a headless service without selector, which any cluster takes', () => {
    const spec = {
      clusterIP: 'None',
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'RequireDualStack',
    };

    expect(arrives(service(spec))['spec']).toEqual(spec);
  });

  it('tells the address that a load balancer had', () => {
    const status = {
      loadBalancer: { ingress: [{ hostname: 'lb.example.com' }, { ip: '192.0.2.1' }] },
    };

    expect(notesOn(service({ type: 'LoadBalancer' }, status))).toMatchObject([
      { severity: 'warning', text: expect.stringContaining('lb.example.com, 192.0.2.1') },
    ]);
  });

  it('warns of a class of load balancers', () => {
    const found = service({ loadBalancerClass: 'example.com/internal', type: 'LoadBalancer' });

    expect(arrives(found)).toHaveProperty(['spec', 'loadBalancerClass'], 'example.com/internal');
    expect(notesOn(found)).toMatchObject([{ severity: 'warning', rule: 'outside-address' }]);
  });

  it('leaves the API server’s own Service', () => {
    const metadata = { name: 'kubernetes', namespace: 'default' };

    expect(skippedBy(object('v1', 'Service', {}, metadata))).toBe('api-server-service');
  });
});

describe('row 14: node ports that people chose', () => {
  const spec = { ports: [{ nodePort: 31000, port: 80 }], type: 'NodePort' };
  const annotations = {
    'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ spec }),
  };
  const found = object('v1', 'Service', { spec }, { annotations });

  it('row 14: the port is kept', () => {
    const context = contextWith({ source: { chosenNodePorts: [31000] } });

    expect(arrives(found, context)['spec']).toEqual(spec);
    expect(notesOn(found, context)).toEqual([]);
  });

  it('row 14: a clash is refused, with the name of the owner', () => {
    const context = contextWith({
      source: { chosenNodePorts: [31000] },
      target: { nodePorts: { '31000': 'other/front' } },
    });

    expect(notesOn(found, context)).toEqual([
      {
        severity: 'refusal',
        rule: 'node-port-taken',
        text: expect.stringMatching(/^node port 31000 is taken .* Service other\/front: free it/),
      },
    ]);
  });

  it('does not clash with what an earlier try brought', () => {
    const context = contextWith({
      source: { chosenNodePorts: [31000] },
      target: { nodePorts: { '31000': 'shop2/web' } },
    });

    expect(notesOn(found, context)).toEqual([]);
  });

  it('tells of a port that the source gave, and the target gives anew', () => {
    expect(arrives(found)['spec']).toEqual({ ports: [{ port: 80 }], type: 'NodePort' });
    expect(notesOn(found)).toMatchObject([
      { severity: 'change', rule: 'node-ports', text: expect.stringContaining('31000') },
    ]);
  });
});

describe('row 24: endpoints', () => {
  const SLICE = 'discovery.k8s.io/v1';

  it.each(['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io'])(
    'row 24: a slice of %s stays',
    (manager) => {
      const labels = { 'endpointslice.kubernetes.io/managed-by': manager };

      expect(skippedBy(object(SLICE, 'EndpointSlice', {}, { labels }))).toBe('endpoint-slice');
    },
  );

  it('row 24: Endpoints of a Service without selector are kept', () => {
    const endpoints = object('v1', 'Endpoints', {
      subsets: [{ addresses: [{ ip: '192.0.2.9' }], ports: [{ port: 5432 }] }],
    });

    expect(arrives(endpoints)['subsets']).toEqual(endpoints['subsets']);
    expect(notesOn(endpoints)).toMatchObject([
      { severity: 'warning', text: expect.stringContaining('192.0.2.9') },
    ]);
  });

  it('keeps a slice that somebody wrote', () => {
    const slice = object(SLICE, 'EndpointSlice', { endpoints: [{ addresses: ['192.0.2.9'] }] });

    expect(arrives(slice)['endpoints']).toEqual(slice['endpoints']);
  });

  it.each([
    [
      'addresses of pods',
      { subsets: [{ addresses: [{ ip: '10.0.0.1', targetRef: { kind: 'Pod' } }] }] },
      {},
    ],
    [
      'pods that are not ready',
      { subsets: [{ notReadyAddresses: [{ ip: '10.0.0.1', targetRef: { kind: 'Pod' } }] }] },
      {},
    ],
    [
      'the label of the controller',
      {},
      { labels: { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' } },
    ],
    [
      'its mark',
      {},
      { annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': 'now' } },
    ],
    [
      'the lock of a leader',
      {},
      { annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } },
    ],
  ])('leaves Endpoints with %s', (_, body, metadata) => {
    expect(skippedBy(object('v1', 'Endpoints', body, metadata))).toBe('endpoints');
  });

  it('tells by the Services which are written by hand', () => {
    const services = [
      service({ selector: { app: 'web' } }),
      object('v1', 'Service', { spec: {} }, { name: 'db' }),
    ];
    const web = object('v1', 'Endpoints', {});
    const db = object('v1', 'Endpoints', {}, { name: 'db' });
    const labels = { 'kubernetes.io/service-name': 'web' };
    const slice = object(SLICE, 'EndpointSlice', {}, { name: 'web-1', labels });
    const lonely = object('v1', 'Endpoints', {}, { name: 'lonely' });

    expect(handwrittenEndpoints([web, db, slice, lonely], services)).toEqual([db, lonely]);
  });
});

describe('ingresses', () => {
  const annotations = { 'kubernetes.io/ingress.class': 'nginx' };
  const context = contextWith({ target: { ingressClasses: ['nginx'] } });

  it('names its class once', () => {
    const both = object(
      'networking.k8s.io/v1',
      'Ingress',
      { spec: { ingressClassName: 'nginx' } },
      { annotations: { ...annotations, other: 'kept' } },
    );

    expect(arrives(both, context).metadata.annotations).toEqual({ other: 'kept' });
    expect(notesOn(both, context)).toMatchObject([{ severity: 'change' }]);
  });

  it('keeps the annotation where it is all there is', () => {
    const old = object('networking.k8s.io/v1', 'Ingress', { spec: {} }, { annotations });

    expect(arrives(old, context).metadata.annotations).toEqual(annotations);
    expect(notesOn(old, context)).toEqual([]);
  });

  it('warns of a class that the target lacks', () => {
    const traefik = object('networking.k8s.io/v1', 'Ingress', {
      spec: { ingressClassName: 'traefik' },
    });

    expect(notesOn(traefik, context)).toMatchObject([
      { severity: 'warning', rule: 'ingress-class', text: expect.stringContaining('traefik') },
    ]);
  });
});

describe('network policies', () => {
  const byName = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
  const byExpression = (...values: string[]) => ({
    matchExpressions: [
      { key: 'kubernetes.io/metadata.name', operator: 'In', values },
      { key: 'team', operator: 'In', values: ['shop'] },
    ],
  });

  it('select namespaces by their new names', () => {
    const policy = object('networking.k8s.io/v1', 'NetworkPolicy', {
      spec: {
        egress: [{ to: [{ namespaceSelector: byExpression('base', 'monitoring') }] }],
        ingress: [
          { from: [{ namespaceSelector: byName('shop'), podSelector: {} }] },
          { from: [{ namespaceSelector: byName('other') }] },
        ],
        podSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
      },
    });

    expect(arrives(policy)['spec']).toEqual({
      egress: [{ to: [{ namespaceSelector: byExpression('base2', 'monitoring') }] }],
      ingress: [
        { from: [{ namespaceSelector: byName('shop2'), podSelector: {} }] },
        { from: [{ namespaceSelector: byName('other') }] },
      ],
      podSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
    });
    expect(notesOn(policy)).toMatchObject([
      {
        severity: 'change',
        text: expect.stringContaining('shop is now shop2, base is now base2'),
      },
    ]);
  });
});
