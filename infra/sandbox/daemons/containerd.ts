import { HOST_IP, REGISTRY, type ClusterLayout, cgroupOf, paths } from '../layout.ts';
import type { Daemon } from './daemon.ts';

const REGISTRY_ADDRESS = `${HOST_IP}:${REGISTRY.port}`;
/** Debian's containernetworking-plugins. */
const CNI_PLUGINS = '/usr/lib/cni';

/**
 * Runs the containers the kubelet asks for. Two instances live on one machine, beside one that may
 * be there already, so each gets every one of its directories and sockets of its own.
 */
export function containerdConfig(cluster: ClusterLayout, pauseImage: string): string {
  const dir = `${cluster.dir}/containerd`;
  return `version = 2
root = "${dir}/root"
state = "${dir}/state"
# Snapshotters and helpers nobody here uses; "opt" would make /opt/containerd.
disabled_plugins = [
  "io.containerd.internal.v1.opt",
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
]

[grpc]
  address = "${paths.containerdSocket(cluster)}"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  # Lowering oom_score_adj needs CAP_SYS_RESOURCE, which root in a container or a small virtual
  # machine may lack; every pod then fails with "can't get final child's PID from pipe: EOF".
  restrict_oom_score_adj = true
  # Pods' network namespaces are mounted below our directory, where \`down\` finds them.
  netns_mounts_under_state_dir = true
  # The profile would stay loaded in the kernel after we are gone.
  disable_apparmor = true

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
  Root = "${dir}/runc"
  # The kubelet's choice must be the same: groups are plain directories below /${cgroupOf(cluster.name)}.
  SystemdCgroup = false

[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = "${CNI_PLUGINS}"
  conf_dir = "${cluster.dir}/cni/net.d"

[plugins."io.containerd.grpc.v1.cri".registry]
  config_path = "${dir}/certs.d"
`;
}

/** The sandbox's registry speaks plain HTTP, and nobody else's is asked. */
export function registryHosts(): string {
  return `server = "http://${REGISTRY_ADDRESS}"

[host."http://${REGISTRY_ADDRESS}"]
  capabilities = ["pull", "resolve"]
`;
}

/**
 * The pods' network. ptp, not bridge: each pod hangs on its own cable and every packet is routed,
 * so Services work between pods of one node without the kernel's br_netfilter.
 */
export function cniConfig(cluster: ClusterLayout): string {
  const ipam = {
    type: 'host-local',
    dataDir: `${cluster.dir}/cni/addresses`,
    ranges: [[{ subnet: cluster.podCidr }]],
    routes: [{ dst: '0.0.0.0/0' }],
  };
  const config = {
    cniVersion: '1.0.0',
    // Also the prefix of what libcni leaves in /var/lib/cni/results, where \`down\` finds it.
    name: cluster.netns,
    plugins: [
      { type: 'ptp', ipam },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

export function containerd(cluster: ClusterLayout, program: string, pauseImage: string): Daemon {
  const dir = `${cluster.dir}/containerd`;
  const config = `${dir}/config.toml`;
  return {
    owner: cluster.name,
    name: 'containerd',
    program,
    args: ['--config', config],
    files: [
      { path: config, content: containerdConfig(cluster, pauseImage) },
      { path: `${dir}/certs.d/${REGISTRY_ADDRESS}/hosts.toml`, content: registryHosts() },
      {
        path: `${cluster.dir}/cni/net.d/10-${cluster.netns}.conflist`,
        content: cniConfig(cluster),
      },
    ],
    ready: { kind: 'socket', path: paths.containerdSocket(cluster) },
    limitSeconds: 60,
    after: [],
    hint: 'Are overlayfs and runc there? `grep overlay /proc/filesystems; runc --version`',
  };
}
