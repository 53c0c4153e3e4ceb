import { installAddons } from './addons/install.ts';
import { startCluster } from './cluster.ts';
import { randomCredentials } from './credentials.ts';
import type { S3Credentials } from './daemons/object-store.ts';
import { startHost } from './host.ts';
import { ALL_IMAGES, type ImageName, buildImages } from './images/build.ts';
import { buildPauseImage } from './images/pause.ts';
import { pushImages } from './images/push.ts';
import { writeKubeconfigs } from './kubeconfig.ts';
import { CLUSTERS, type ClusterLayout, type ClusterName, paths } from './layout.ts';
import { rememberMachine } from './machine.ts';
import type { Making } from './making.ts';
import { makeBridge, makeNode } from './network.ts';
import { ensurePackages } from './packages.ts';
import { issueCertificates } from './pki.ts';
import type { Progress } from './progress.ts';
import { type ClusterInfo, ENDPOINTS, type SandboxState, writeSandbox } from './state.ts';
import { together } from './together.ts';
import { openToolchain, toolsFor } from './toolchain/toolchain.ts';
import { type SandboxVersions, runningVersions } from './versions.ts';

/** Makes a sandbox on a machine that has none; `sandbox.json` is written when all of it is there. */
export async function createSandbox(
  { version, versions }: { version: string; versions: SandboxVersions },
  progress: Progress,
  signal: AbortSignal,
): Promise<SandboxState> {
  await rememberMachine();
  const credentials = randomCredentials();
  // The compilers, too, must stop when any part fails: hence their signal comes from in here.
  const [images] = await together(
    [
      (within) =>
        createParts(
          {
            ...{ progress, versions, signal: within },
            toolchain: openToolchain(toolsFor(versions), progress, within),
          },
          credentials,
        ),
    ],
    signal,
  );
  const state: SandboxState = {
    version,
    versions: runningVersions(versions),
    clusters: { source: clusterInfo('source'), target: clusterInfo('target') },
    ...ENDPOINTS,
    s3: { ...ENDPOINTS.s3, ...credentials },
    images,
  };
  await writeSandbox(state);
  return state;
}

/**
 * What can be done side by side, is: programs compile while packages install, images are made and
 * sent to the registry while the clusters start. What runs inside the clusters comes last.
 * Answers the references of the images.
 */
async function createParts(
  making: Making,
  credentials: S3Credentials,
): Promise<Record<ImageName, string>> {
  const { progress, signal, versions } = making;
  await ensurePackages(progress, signal);
  await progress.step('Network and certificates', () => prepareGround());
  const pause = await buildPauseImage(progress, signal);
  const [images] = await together(
    [
      (within) => provideImages({ ...making, signal: within }, credentials),
      (within) => startCluster({ ...making, signal: within }, CLUSTERS.source, pause),
      (within) => startCluster({ ...making, signal: within }, CLUSTERS.target, pause),
    ],
    signal,
  );
  const s3 = { ...ENDPOINTS.s3, ...credentials };
  const programs = await addonPrograms(making);
  await together(
    Object.values(CLUSTERS).map((cluster) => (within: AbortSignal) => {
      // Only the source writes backups; two writers of one repository would clean up for each other.
      const accessMode = cluster.name === 'source' ? 'ReadWrite' : 'ReadOnly';
      const options = {
        cluster,
        images,
        s3,
        accessMode,
        programs,
        velero: versions.velero,
      } as const;
      return installAddons(options, progress, within);
    }),
    signal,
  );
  return images;
}

async function addonPrograms({ toolchain, versions }: Making) {
  const velero = versions.velero === '1.18' ? 'velero-1.18' : 'velero';
  return { kubectl: await toolchain.tool('kubectl'), velero: await toolchain.tool(velero) };
}

async function prepareGround(): Promise<void> {
  const clusters = Object.values(CLUSTERS);
  await makeBridge();
  await Promise.all([...clusters.map(makeNode), ...clusters.map(prepareIdentities)]);
}

async function prepareIdentities(cluster: ClusterLayout): Promise<void> {
  await issueCertificates(cluster);
  await writeKubeconfigs(cluster);
}

async function provideImages(
  making: Making,
  credentials: S3Credentials,
): Promise<Record<ImageName, string>> {
  const { progress } = making;
  const [images] = await together(
    [
      (signal) => buildImages(ALL_IMAGES, { ...making, signal }),
      (signal) => startHost({ ...making, signal }, credentials),
    ],
    making.signal,
  );
  return pushImages(ENDPOINTS.registry, images, progress, making.signal);
}

function clusterInfo(name: ClusterName): ClusterInfo {
  const { nodeIp, apiUrl } = CLUSTERS[name];
  return { name, nodeIp, apiUrl, kubeconfig: paths.kubeconfig(CLUSTERS[name]) };
}
