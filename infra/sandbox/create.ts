import { findOnPath } from './toolchain/installed.ts';
import { randomCredentials } from './credentials.ts';
import { CLUSTER_PROGRAMS, clusterDaemons, hostDaemons } from './daemons/cluster-daemons.ts';
import type { Daemon } from './daemons/daemon.ts';
import { writeKubeconfigs } from './kubeconfig.ts';
import { CLUSTERS, type ClusterLayout, type ClusterName, paths } from './layout.ts';
import { rememberMachine } from './machine.ts';
import { makeBridge, makeNode } from './network.ts';
import { awaitNodeReady } from './node-ready.ts';
import { ensurePackages } from './packages.ts';
import { issueCertificates } from './pki.ts';
import type { Progress } from './progress.ts';
import { SandboxFailure } from './sandbox-failure.ts';
import { type ClusterInfo, ENDPOINTS, type SandboxState, writeSandbox } from './state.ts';
import { startDaemons } from './supervisor.ts';
import { together } from './together.ts';
import { ALL_TOOLS, type Toolchain, openToolchain } from './toolchain/toolchain.ts';

interface Making {
  progress: Progress;
  signal: AbortSignal;
  toolchain: Toolchain;
}

/** Makes a sandbox on a machine that has none. What can be done side by side, is. */
export async function createSandbox(
  version: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<SandboxState> {
  await rememberMachine();
  const making = { progress, signal, toolchain: openToolchain(ALL_TOOLS, progress, signal) };
  const credentials = randomCredentials();

  await ensurePackages(progress, signal);
  await progress.step('Network and certificates', async () => {
    await makeBridge();
    const clusters = Object.values(CLUSTERS);
    await Promise.all(clusters.map(makeNode));
    await Promise.all(clusters.map(prepareIdentity));
  });
  await together<unknown>(
    [
      (within) => startHost({ ...making, signal: within }, credentials),
      ...Object.values(CLUSTERS).map(
        (cluster) => (within: AbortSignal) => startCluster({ ...making, signal: within }, cluster),
      ),
    ],
    signal,
  );

  const state: SandboxState = {
    version,
    clusters: { source: clusterInfo('source'), target: clusterInfo('target') },
    ...ENDPOINTS,
    s3: { ...ENDPOINTS.s3, ...credentials },
    images: {},
  };
  await writeSandbox(state);
  return state;
}

async function prepareIdentity(cluster: ClusterLayout): Promise<void> {
  await issueCertificates(cluster);
  await writeKubeconfigs(cluster);
}

async function startHost(
  { progress, signal, toolchain }: Making,
  credentials: { accessKey: string; secretKey: string },
): Promise<void> {
  const programs = {
    ...(await toolchain.tools(['temporal', 'versitygw'])),
    'docker-registry': await installed('docker-registry'),
  };
  await startAll('Temporal, S3 and registry', hostDaemons(programs, credentials), {
    progress,
    signal,
  });
}

async function startCluster(
  { progress, signal, toolchain }: Making,
  cluster: ClusterLayout,
): Promise<void> {
  const programs = {
    ...(await toolchain.tools(CLUSTER_PROGRAMS)),
    containerd: await installed('containerd'),
  };
  await startAll(`Cluster ${cluster.name}`, clusterDaemons(cluster, programs, 'PAUSE'), {
    progress,
    signal,
    afterwards: () => awaitNodeReady(cluster, signal),
  });
}

/** One step of the display: what is still awaited stands beside it. */
async function startAll(
  title: string,
  daemons: readonly Daemon[],
  options: { progress: Progress; signal: AbortSignal; afterwards?: () => Promise<void> },
): Promise<void> {
  await options.progress.step(title, async (report) => {
    const waiting = new Set(daemons.map(({ name }) => name));
    report(`waiting for ${[...waiting].join(', ')}`);
    await startDaemons(daemons, {
      signal: options.signal,
      onReady: (name) => {
        waiting.delete(name);
        report(waiting.size > 0 ? `waiting for ${[...waiting].join(', ')}` : 'all answer');
      },
    });
    report('waiting for the node');
    await options.afterwards?.();
  });
}

async function installed(program: string): Promise<string> {
  const file = await findOnPath(program);
  if (file !== undefined) return file;
  throw new SandboxFailure(`${program} is not on the PATH`, {
    hint: `Install the package that brings it: apt-get install ${program}`,
  });
}

function clusterInfo(name: ClusterName): ClusterInfo {
  const { nodeIp, apiUrl } = CLUSTERS[name];
  return { name, nodeIp, apiUrl, kubeconfig: paths.kubeconfig(CLUSTERS[name]) };
}
