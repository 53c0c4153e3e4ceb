import type { KubeObject } from '../../../domain/kube-object.ts';
import { arrives, clusterScoped, type Fixture, type Place, staysBehind, told } from './fixture.ts';

const NETWORKING = 'networking.k8s.io/v1';

/** Written on every namespace by its cluster. */
const NAME = 'kubernetes.io/metadata.name';

/** Who may speak to whom, and how the world gets in. */
export function network({ word, beside }: Place): Fixture[] {
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
              { namespaceSelector: { matchLabels: { [NAME]: beside.source } } },
              { ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.128/25'] } },
            ],
            ports: [{ protocol: 'TCP', port: 8080, endPort: 8090 }],
          },
        ],
        egress: [{}],
      }),
      {
        at: ['spec', 'ingress', 0, 'from', 1, 'namespaceSelector', 'matchLabels', NAME],
        is: beside.target,
      },
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
    told(`ingress class ${ingressClassName} does not exist`, arrives(ingress(ingressClassName))),
  ];
}

function ingress(ingressClassName: string): KubeObject {
  const service = { name: 'plain', port: { name: 'http' } };
  const paths = [{ path: '/', pathType: 'Prefix', backend: { service } }];
  return object('Ingress', 'web', {
    ingressClassName,
    tls: [{ hosts: ['shop.example.com'], secretName: 'tls' }],
    rules: [{ host: 'shop.example.com', http: { paths } }],
  });
}

function object(kind: string, name: string, spec: object): KubeObject {
  return { apiVersion: NETWORKING, kind, metadata: { name }, spec };
}
