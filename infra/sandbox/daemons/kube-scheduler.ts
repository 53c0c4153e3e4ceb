import { type ClusterLayout, paths } from '../layout.ts';
import { type Daemon, flags } from './daemon.ts';

/** Gives each pod a node: here there is one, but a pod still has to fit, and to tolerate. */
export function kubeScheduler(cluster: ClusterLayout, program: string): Daemon {
  return {
    owner: cluster.name,
    name: 'kube-scheduler',
    program,
    args: flags({
      kubeconfig: paths.kubeconfig(cluster, 'kube-scheduler'),
      'bind-address': cluster.nodeIp,
      // There is one instance: an election would only delay it.
      'leader-elect': false,
    }),
    files: [],
    ready: { kind: 'http', url: `https://${cluster.nodeIp}:10259/healthz`, unverified: true },
    limitSeconds: 60,
    after: ['kube-apiserver'],
    hint: `It needs the API server: see ${paths.logs}/${cluster.name}-kube-apiserver.log too.`,
  };
}
