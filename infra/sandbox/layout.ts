/**
 * The map of the sandbox: what is called how, and lives where. Everything else derives from this
 * file, so that "is this ours?" has one answer. All addresses are inside 10.250.0.0/16, all names
 * in the kernel (namespaces, links, cgroups) begin with `dray`, all files are below STATE_DIR.
 */

/** One sandbox per machine: the bridge, the addresses and the host ports exist only once. */
export const STATE_DIR = '/var/lib/drayage/sandbox';
/** Outside STATE_DIR, since `down` deletes that directory while holding the lock. */
export const LOCK_FILE = '/var/lib/drayage/sandbox.lock';
/** Held by the test that has the sandbox to itself; LOCK_FILE is held only while it is made. */
export const STAGE_LOCK_FILE = `${LOCK_FILE}.stage`;
/** Held by the demo that uses the sandbox. */
export const DEMO_LOCK_FILE = '/var/lib/drayage/demo.lock';

export const ADDRESS_RANGE = '10.250.0.0/16';
export const NODE_NETWORK = '10.250.0.0/24';
export const BRIDGE = 'dray0';
export const HOST_IP = '10.250.0.1';

/** Cluster names are also the node names, and the prefix of every log file. */
export const CLUSTER_NAMES = ['source', 'target'] as const;
export type ClusterName = (typeof CLUSTER_NAMES)[number];
/** Who a daemon belongs to: one of the clusters, or the machine both share. */
export type Owner = ClusterName | 'host';

export interface ClusterLayout {
  readonly name: ClusterName;
  /** Network namespace, and the name of the veth's end on the bridge (at most 15 characters). */
  readonly netns: string;
  readonly nodeIp: string;
  /** The two clusters differ in both, as two real ones mostly do. */
  readonly podCidr: string;
  readonly serviceCidr: string;
  /** First address of the service range: the API server claims it for `kubernetes.default`. */
  readonly apiServiceIp: string;
  readonly dnsServiceIp: string;
  readonly apiUrl: string;
  /** Everything this cluster keeps on disk. */
  readonly dir: string;
}

export const CLUSTERS: Readonly<Record<ClusterName, ClusterLayout>> = {
  source: {
    name: 'source',
    netns: 'dray-source',
    nodeIp: '10.250.0.2',
    podCidr: '10.250.16.0/20',
    serviceCidr: '10.250.32.0/20',
    apiServiceIp: '10.250.32.1',
    dnsServiceIp: '10.250.32.10',
    apiUrl: 'https://10.250.0.2:6443',
    dir: `${STATE_DIR}/source`,
  },
  target: {
    name: 'target',
    netns: 'dray-target',
    nodeIp: '10.250.0.3',
    podCidr: '10.250.64.0/20',
    serviceCidr: '10.250.80.0/20',
    apiServiceIp: '10.250.80.1',
    dnsServiceIp: '10.250.80.10',
    apiUrl: 'https://10.250.0.3:6443',
    dir: `${STATE_DIR}/target`,
  },
};

export const TEMPORAL = { ip: '127.0.0.1', port: 7233, uiPort: 8233 } as const;
export const S3 = { ip: HOST_IP, port: 9000, region: 'us-east-1', bucket: 'velero' } as const;
export const REGISTRY = { ip: HOST_IP, port: 5000 } as const;

/** The directories and files inside the state directory that more than one part of us knows. */
export const paths = {
  state: `${STATE_DIR}/sandbox.json`,
  /** How the machine was before us: what `down` puts back. */
  machine: `${STATE_DIR}/machine.json`,
  /** One JSON file per daemon that was started: what it is, its pid, its start time. */
  daemons: `${STATE_DIR}/daemons`,
  logs: `${STATE_DIR}/logs`,
  host: `${STATE_DIR}/host`,
  pki: (cluster: ClusterLayout, file: string) => `${cluster.dir}/pki/${file}`,
  kubeconfig: (cluster: ClusterLayout, user = 'admin') =>
    user === 'admin' ? `${cluster.dir}/kubeconfig` : `${cluster.dir}/${user}.kubeconfig`,
  /** The kubelet's root: pods' volumes are mounted below it; Velero's node agent reads them here. */
  kubelet: (cluster: ClusterLayout) => `${cluster.dir}/kubelet`,
  /** Where local-path puts the persistent volumes. */
  volumes: (cluster: ClusterLayout) => `${cluster.dir}/volumes`,
  containerdSocket: (cluster: ClusterLayout) => `${cluster.dir}/containerd/containerd.sock`,
} as const;

/** The file `ip netns` binds a namespace to; nsenter takes it by path. */
export function netnsPath(cluster: ClusterLayout): string {
  return `/run/netns/${cluster.netns}`;
}

/** The cgroup all processes of an owner live below, relative to each controller's root. */
export function cgroupOf(owner: Owner): string {
  return `dray-${owner}`;
}

export function isClusterName(name: string): name is ClusterName {
  return (CLUSTER_NAMES as readonly string[]).includes(name);
}
