import { runCommand } from './command.ts';
import { CLUSTER_PROGRAMS, clusterDaemons } from './daemons/cluster-daemons.ts';
import type { ImportableImage } from './images/pause.ts';
import { requireProgram } from './installed-program.ts';
import { type ClusterLayout, paths } from './layout.ts';
import type { Making } from './making.ts';
import { awaitNodeReady } from './node-ready.ts';
import { startDaemons } from './supervisor.ts';

/** From nothing to a node on which pods run. */
export async function startCluster(
  { progress, signal, toolchain }: Making,
  cluster: ClusterLayout,
  pause: ImportableImage,
): Promise<void> {
  const programs = {
    ...(await toolchain.tools(CLUSTER_PROGRAMS)),
    containerd: await requireProgram('containerd'),
  };
  const daemons = clusterDaemons(cluster, programs, pause.reference);
  await progress.step(`Cluster ${cluster.name}`, async (report) => {
    await startDaemons(daemons, { signal, onWaiting: (names) => report(`waiting for ${names}`) });
    report('waiting for the node');
    await Promise.all([importImage(cluster, pause, signal), awaitNodeReady(cluster, signal)]);
  });
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
