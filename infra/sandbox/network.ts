import { access } from 'node:fs/promises';

import { runCommand, tryCommand } from './command.ts';
import {
  BRIDGE,
  CLUSTERS,
  type ClusterLayout,
  HOST_IP,
  NODE_NETWORK,
  netnsPath,
} from './layout.ts';

/**
 * The network: one bridge on the machine, one network namespace per cluster, a virtual cable
 * (veth) from each into the bridge. A namespace has its own addresses, ports, routes and firewall,
 * so each cluster believes it has a machine of its own, and API servers, kubelets and NodePorts of
 * both can use the same port numbers. Nodes and host are neighbours on 10.250.0.0/24; nobody
 * routes, so the machine's own ip_forward stays as it is.
 *
 *   host 10.250.0.1 ── dray0 ──┬── dray-source ── eth0 10.250.0.2   namespace dray-source
 *                              └── dray-target ── eth0 10.250.0.3   namespace dray-target
 */
export function bridgeCommands(): string[] {
  return [
    `link add name ${BRIDGE} type bridge`,
    `addr add ${HOST_IP}/24 dev ${BRIDGE}`,
    `link set ${BRIDGE} up`,
  ];
}

/** On the host: the cable, one end on the bridge, the other inside the namespace. */
export function cableCommands({ netns }: ClusterLayout): string[] {
  return [
    `link add name ${netns} type veth peer name eth0 netns ${netns}`,
    `link set ${netns} master ${BRIDGE} up`,
  ];
}

/** Inside the namespace. */
export function nodeCommands({ nodeIp }: ClusterLayout): string[] {
  return [
    'link set lo up',
    `addr add ${nodeIp}/24 dev eth0`,
    'link set eth0 up',
    // Never used to leave, but without any route to a Service address the kernel would refuse the
    // packet before kube-proxy's rules could redirect it.
    `route add default via ${HOST_IP}`,
  ];
}

/**
 * The namespace's firewall. Pods go out under the node's address, since nobody outside knows a
 * route to theirs; and nothing leaves the sandbox: refused at once, not lost until a timeout.
 */
export function firewall({ podCidr }: ClusterLayout): string {
  const refuseOutside = `oifname "eth0" ip daddr != ${NODE_NETWORK} reject with icmp type admin-prohibited`;
  return `table ip dray {
  chain pods_leave {
    type nat hook postrouting priority srcnat;
    oifname "eth0" ip saddr ${podCidr} masquerade
  }
  chain from_node {
    type filter hook output priority filter;
    ${refuseOutside}
  }
  chain from_pods {
    type filter hook forward priority filter;
    ${refuseOutside}
  }
}
`;
}

export async function makeBridge(): Promise<void> {
  await ip(bridgeCommands());
}

export async function makeNode(cluster: ClusterLayout): Promise<void> {
  await runCommand(['ip', 'netns', 'add', cluster.netns]);
  await ip(cableCommands(cluster));
  await ip(nodeCommands(cluster), cluster.netns);
  // Pods are behind the node: inside its namespace it is their router.
  await inNamespace(cluster, ['sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
  await inNamespace(cluster, ['nft', '-f', '-'], firewall(cluster));
}

/** Our namespaces and links that exist. */
export async function findSandboxNetwork(): Promise<{ namespaces: string[]; links: string[] }> {
  const clusters = Object.values(CLUSTERS);
  const links = [BRIDGE, ...clusters.map(({ netns }) => netns)];
  return {
    namespaces: await existing(
      clusters.map(({ netns }) => netns),
      '/run/netns',
    ),
    links: await existing(links, '/sys/class/net'),
  };
}

/** Removes what exists of it; answers what remained. Firewall and routes go with the namespaces. */
export async function removeNetwork(): Promise<string[]> {
  const { namespaces } = await findSandboxNetwork();
  for (const name of namespaces) await removeNamespace(name);
  for (const link of (await findSandboxNetwork()).links) {
    await tryCommand(['ip', 'link', 'delete', link]);
  }
  const left = await findSandboxNetwork();
  return [...left.namespaces, ...left.links];
}

/**
 * `ip netns add` makes a file and binds the namespace to it; killed in between it leaves the bare
 * file, which `ip netns delete` then refuses.
 */
async function removeNamespace(name: string): Promise<void> {
  await tryCommand(['ip', 'netns', 'delete', name]);
  await tryCommand(['rm', '--force', `/run/netns/${name}`]);
}

async function ip(commands: readonly string[], netns?: string): Promise<void> {
  const where = netns === undefined ? [] : ['-netns', netns];
  await runCommand(['ip', ...where, '-batch', '-'], { input: `${commands.join('\n')}\n` });
}

/** Not `ip netns exec`: that one remounts /sys, and whoever looks for cgroups then finds none. */
async function inNamespace(
  cluster: ClusterLayout,
  argv: readonly string[],
  input?: string,
): Promise<void> {
  await runCommand(['nsenter', `--net=${netnsPath(cluster)}`, '--', ...argv], {
    ...(input !== undefined && { input }),
  });
}

async function existing(names: readonly string[], directory: string): Promise<string[]> {
  const found = names.map((name) =>
    access(`${directory}/${name}`).then(
      () => [name],
      () => [],
    ),
  );
  return (await Promise.all(found)).flat();
}
