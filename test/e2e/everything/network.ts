import type { KubeObject } from '../../../domain/kube-object.ts';
import { arrives, clusterScoped, type Fixture, type Place, staysBehind } from './fixture.ts';

const NETWORKING = 'networking.k8s.io/v1';

/** Who may speak to whom, and how the world gets in. */
export function network({ word }: Place): Fixture[] {
  const ingressClassName = `${word}-front`;
  return [
    arrives(object('NetworkPolicy', 'deny', { podSelector: {}, policyTypes: ['Ingress'] })),
    arrives(
      object('NetworkPolicy', 'allow', {
        podSelector: { matchLabels: { app: 'web' } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: [
              { namespaceSelector: { matchLabels: { team: 'blue' } } },
              { ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.128/25'] } },
            ],
            ports: [{ protocol: 'TCP', port: 8080, endPort: 8090 }],
          },
        ],
        egress: [{}],
      }),
    ),
    clusterScoped(
      staysBehind(
        {
          ...{ apiVersion: NETWORKING, kind: 'IngressClass', metadata: { name: ingressClassName } },
          spec: { controller: 'example.com/none' },
        },
        'it belongs to the front door of its cluster',
      ),
    ),
    arrives(
      object('Ingress', 'web', {
        ingressClassName,
        tls: [{ hosts: ['shop.example.com'], secretName: 'tls' }],
        rules: [
          {
            host: 'shop.example.com',
            http: {
              paths: [
                {
                  ...{ path: '/', pathType: 'Prefix' },
                  backend: { service: { name: 'plain', port: { name: 'http' } } },
                },
              ],
            },
          },
        ],
      }),
    ),
  ];
}

function object(kind: string, name: string, spec: object): KubeObject {
  return { apiVersion: NETWORKING, kind, metadata: { name }, spec };
}
