import { type ClusterLayout, paths } from '../layout.ts';
import { type Daemon, flags } from './daemon.ts';

/** Makes the wanted true: ReplicaSets of Deployments, Pods of ReplicaSets, tokens, volumes, … */
export function kubeControllerManager(cluster: ClusterLayout, program: string): Daemon {
  const pki = (file: string) => paths.pki(cluster, file);
  return {
    owner: cluster.name,
    name: 'kube-controller-manager',
    program,
    args: flags({
      kubeconfig: paths.kubeconfig(cluster, 'kube-controller-manager'),
      'bind-address': cluster.nodeIp,
      'root-ca-file': pki('ca.crt'),
      'cluster-signing-cert-file': pki('ca.crt'),
      'cluster-signing-key-file': pki('ca.key'),
      'service-account-private-key-file': pki('service-account.key'),
      // Each controller acts as a service account of its own, with only its own rights.
      'use-service-account-credentials': true,
      // There is one instance: an election would only delay it, by 15 s after each restart.
      'leader-elect': false,
      // Dozens of controllers begin with many requests each; at the default of 20 per second they
      // stand in line for 5 s before the first of them works.
      'kube-api-qps': 500,
      'kube-api-burst': 1000,
      // One node: the CNI configuration itself holds its range of pod addresses.
      'allocate-node-cidrs': false,
      'flex-volume-plugin-dir': `${cluster.dir}/volume-plugins`,
    }),
    files: [],
    ready: { kind: 'http', url: `https://${cluster.nodeIp}:10257/healthz`, unverified: true },
    limitSeconds: 60,
    after: ['kube-apiserver'],
    hint: `It needs the API server: see ${paths.logs}/${cluster.name}-kube-apiserver.log too.`,
  };
}
