import { runCommand } from './command.ts';
import {
  CLUSTER_PROGRAMS,
  type ClusterPrograms,
  clusterDaemons,
} from './daemons/cluster-daemons.ts';
import type { ImportableImage } from './images/pause.ts';
import { requireProgram } from './installed-program.ts';
import { type ClusterLayout, paths } from './layout.ts';
import type { Making } from './making.ts';
import { awaitNodeReady } from './node-ready.ts';
import { startDaemons } from './supervisor.ts';
import type { ToolName, Toolchain } from './toolchain/toolchain.ts';
import { type KubernetesName, kubernetesOf } from './versions.ts';

/** From nothing to a node on which pods run. */
export async function startCluster(
  { progress, signal, toolchain, versions }: Making,
  cluster: ClusterLayout,
  pause: ImportableImage,
): Promise<void> {
  const kubernetes = kubernetesOf(cluster.name, versions);
  const programs = {
    ...(await clusterPrograms(toolchain, kubernetes)),
    containerd: await requireProgram('containerd'),
  };
  const daemons = clusterDaemons(cluster, programs, { pauseImage: pause.reference, kubernetes });
  await progress.step(`Cluster ${cluster.name}`, async (report) => {
    await startDaemons(daemons, { signal, onWaiting: (names) => report(`waiting for ${names}`) });
    report('waiting for the node');
    await Promise.all([importImage(cluster, pause, signal), awaitNodeReady(cluster, signal)]);
  });
}

type ClusterProgram = (typeof CLUSTER_PROGRAMS)[number];

async function clusterPrograms(
  toolchain: Toolchain,
  kubernetes: KubernetesName,
): Promise<Omit<ClusterPrograms, 'containerd'>> {
  const paths = CLUSTER_PROGRAMS.map(
    async (program) => [program, await toolchain.tool(toolName(program, kubernetes))] as const,
  );
  return Object.fromEntries(await Promise.all(paths)) as Record<ClusterProgram, string>;
}

/** What the toolchain calls a program of that version; etcd is the same for all. */
function toolName(program: ClusterProgram, kubernetes: KubernetesName): ToolName {
  return kubernetes === '1.30' && program !== 'etcd' ? `${program}-1.30` : program;
}

/** Into the namespace where the kubelet looks for images. */
async function importImage(
  cluster: ClusterLayout,
  image: ImportableImage,
  signal: AbortSignal,
): Promise<void> {
  const ctr = ['ctr', '--address', paths.containerdSocket(cluster), '--namespace', 'k8s.io'];
  await runCommand([...ctr, 'images', 'import', image.archive], {
    signal,
    hint: `Remove ${image.archive} if it is damaged; it is made anew.`,
  });
}
