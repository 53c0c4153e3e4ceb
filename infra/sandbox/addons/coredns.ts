import { type Manifest, UNPRIVILEGED, accountWithRights } from './manifest.ts';

const name = 'coredns';
const namespace = 'kube-system';
const labels = { 'k8s-app': 'kube-dns' };
/** Above 1023, so that it may be opened by nobody in particular. */
const port = 1053;

/**
 * Names of the cluster only: the sandbox works without a network, where asking a name server
 * outside would mean seconds of silence instead of an answer. Two blocks, since within one `template`
 * always answers before `kubernetes`.
 */
const corefile = `cluster.local:${port} in-addr.arpa:${port} ip6.arpa:${port} {
  errors
  ready
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    pods insecure
    ttl 5
  }
  loadbalance
}
.:${port} {
  template ANY ANY {
    rcode NXDOMAIN
  }
}
`;

/** The cluster's name server, at the address that every kubelet writes into its pods. */
export function corednsManifests(image: string, clusterIp: string): Manifest[] {
  return [
    ...accountWithRights(name, namespace, [
      { apiGroups: [''], resources: ['services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
      {
        apiGroups: ['discovery.k8s.io'],
        resources: ['endpointslices'],
        verbs: ['list', 'watch'],
      },
    ]),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace },
      data: { Corefile: corefile },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kube-dns', namespace, labels },
      spec: {
        selector: labels,
        clusterIP: clusterIp,
        ports: ['UDP', 'TCP'].map((protocol) => ({
          name: `dns-${protocol.toLowerCase()}`,
          port: 53,
          targetPort: port,
          protocol,
        })),
      },
    },
    deployment(image),
  ];
}

function deployment(image: string): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          priorityClassName: 'system-cluster-critical',
          // Its own address is the name server of every other pod.
          dnsPolicy: 'Default',
          containers: [
            {
              name,
              image,
              args: ['-conf', '/etc/coredns/Corefile'],
              ports: [
                { name: 'dns-udp', containerPort: port, protocol: 'UDP' },
                { name: 'dns-tcp', containerPort: port, protocol: 'TCP' },
              ],
              readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 1 },
              securityContext: { ...UNPRIVILEGED, runAsNonRoot: true, runAsUser: 65534 },
              volumeMounts: [{ name: 'config', mountPath: '/etc/coredns', readOnly: true }],
            },
          ],
          volumes: [{ name: 'config', configMap: { name } }],
        },
      },
    },
  };
}
