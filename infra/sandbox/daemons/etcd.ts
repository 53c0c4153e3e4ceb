import { type ClusterLayout, paths } from '../layout.ts';
import { type Daemon, flags } from './daemon.ts';

/** The key-value store: all that a cluster knows. Only the API server speaks to it. */
export function etcd(cluster: ClusterLayout, program: string): Daemon {
  const data = `${cluster.dir}/etcd`;
  const peer = 'http://127.0.0.1:2380';
  return {
    owner: cluster.name,
    name: 'etcd',
    program,
    args: flags({
      name: cluster.name,
      'data-dir': data,
      // Without TLS, since the namespace's loopback is reachable only from inside it.
      'listen-client-urls': 'http://127.0.0.1:2379',
      'advertise-client-urls': 'http://127.0.0.1:2379',
      'listen-peer-urls': peer,
      'initial-advertise-peer-urls': peer,
      'initial-cluster': `${cluster.name}=${peer}`,
      // Health and metrics alone are readable from the host.
      'listen-metrics-urls': `http://${cluster.nodeIp}:2381`,
      // Nothing here outlives the sandbox, and waiting for the disk is half of a cluster's start.
      'unsafe-no-fsync': true,
      'log-level': 'warn',
    }),
    files: [],
    directories: [data],
    ready: { kind: 'http', url: `http://${cluster.nodeIp}:2381/health` },
    limitSeconds: 60,
    after: [],
    hint: `Is there space left for ${paths.logs} and ${data}?`,
  };
}
