import { type ClusterLayout, paths } from '../layout.ts';
import { type Daemon, flags } from './daemon.ts';

/** The cluster's only door: everybody else reads and writes through it. */
export function kubeApiserver(cluster: ClusterLayout, program: string): Daemon {
  const pki = (file: string) => paths.pki(cluster, file);
  return {
    owner: cluster.name,
    name: 'kube-apiserver',
    program,
    args: flags({
      'advertise-address': cluster.nodeIp,
      'secure-port': 6443,
      'etcd-servers': 'http://127.0.0.1:2379',
      'service-cluster-ip-range': cluster.serviceCidr,
      'client-ca-file': pki('ca.crt'),
      'tls-cert-file': pki('kube-apiserver.crt'),
      'tls-private-key-file': pki('kube-apiserver.key'),
      // `logs` and `exec` are calls of the API server to the kubelet, verified in both directions.
      'kubelet-certificate-authority': pki('ca.crt'),
      'kubelet-client-certificate': pki('kube-apiserver-kubelet-client.crt'),
      'kubelet-client-key': pki('kube-apiserver-kubelet-client.key'),
      // By default it would look the node's name up in the DNS, which does not know it.
      'kubelet-preferred-address-types': 'InternalIP',
      'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
      'service-account-key-file': pki('service-account.key'),
      'service-account-signing-key-file': pki('service-account.key'),
      // Node: a kubelet may read only what its own pods need. RBAC: everybody else.
      'authorization-mode': 'Node,RBAC',
      'enable-admission-plugins': 'NodeRestriction',
      // Whether a pod may be privileged is for Pod Security to say, per namespace.
      'allow-privileged': true,
      profiling: false,
    }),
    files: [],
    ready: { kind: 'http', url: `${cluster.apiUrl}/readyz`, ca: pki('ca.crt') },
    limitSeconds: 120,
    after: ['etcd'],
    hint: `It needs etcd: see ${paths.logs}/${cluster.name}-etcd.log too.`,
  };
}
