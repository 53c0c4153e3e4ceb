import { setTimeout as sleep } from 'node:timers/promises';

import type { ImageName } from '../images/build.ts';
import { type ClusterLayout, paths } from '../layout.ts';
import { runLongCommand } from '../long-command.ts';
import type { Progress, Report } from '../progress.ts';
import { SandboxFailure } from '../sandbox-failure.ts';
import type { SandboxState } from '../state.ts';
import type { VeleroName } from '../versions.ts';
import { corednsManifests } from './coredns.ts';
import { type Kubectl, createKubectl } from './kubectl.ts';
import { localPathManifests } from './local-path.ts';
import type { Manifest } from './manifest.ts';
import {
  ADDON_NAMESPACES,
  type AddonObject,
  type EventObject,
  diagnose,
  findUnready,
} from './readiness.ts';
import { newerVeleroInstallArgs } from './newer-velero.ts';
import { type VeleroOptions, veleroInstallArgs, veleroManifests } from './velero.ts';

export interface AddonOptions {
  cluster: ClusterLayout;
  /** Full references, as the sandbox's registry has them. */
  images: Readonly<Record<Exclude<ImageName, 'pause'>, string>>;
  s3: SandboxState['s3'];
  /** Of Velero's storage location. */
  accessMode: 'ReadWrite' | 'ReadOnly';
  /** Absolute paths. */
  programs: { kubectl: string; velero: string };
  velero: VeleroName;
}

const limitSeconds = 120;
const pollMs = 400;

/**
 * Installs what a cluster needs beside its own processes: names, volumes and Velero. Returns when
 * all of it works. May be called again, and changes only what differs.
 */
export async function installAddons(
  options: AddonOptions,
  progress: Progress,
  signal?: AbortSignal,
): Promise<void> {
  const { cluster, programs } = options;
  const hint = `Look at the cluster with: ${programs.kubectl} --kubeconfig ${paths.kubeconfig(cluster)} get pods -A`;
  const kubectl = createKubectl({
    program: programs.kubectl,
    kubeconfig: paths.kubeconfig(cluster),
    hint,
    signal,
  });
  await progress.step(`DNS, volumes and Velero in ${cluster.name}`, async (report) => {
    report('applying manifests');
    await applyInOrder(kubectl, await addonManifests(options, signal));
    await awaitAddons(kubectl, { cluster: cluster.name, hint, report, signal });
  });
}

/** All objects of all add-ons. */
async function addonManifests(options: AddonOptions, signal?: AbortSignal): Promise<Manifest[]> {
  const { cluster, images, s3, accessMode, programs } = options;
  const velero = { images, s3, accessMode, kubeletRoot: paths.kubelet(cluster) };
  const installOutput = await runLongCommand([programs.velero, ...installArgs(options, velero)], {
    signal,
    hint: 'Delete the cached Velero build (DRAY_CACHE, folder tools) and try again.',
  });
  return [
    ...corednsManifests(images.coredns, cluster.dnsServiceIp),
    ...localPathManifests({
      image: images['local-path-provisioner'],
      helperImage: images.busybox,
      volumesDir: paths.volumes(cluster),
    }),
    ...veleroManifests(installOutput, velero),
  ];
}

function installArgs({ cluster, velero }: AddonOptions, options: VeleroOptions): string[] {
  return velero === '1.18'
    ? newerVeleroInstallArgs(options, paths.kubeconfig(cluster))
    : veleroInstallArgs(options);
}

/** Objects of a kind can only be created once its definition is served. */
async function applyInOrder(kubectl: Kubectl, manifests: readonly Manifest[]): Promise<void> {
  const isFirst = ({ kind }: Manifest) =>
    kind === 'CustomResourceDefinition' || kind === 'Namespace';
  const first = manifests.filter(isFirst);
  const definitions = first.filter(({ kind }) => kind === 'CustomResourceDefinition');
  await kubectl.apply(first);
  await kubectl.awaitDefinitions(definitions.map(({ metadata }) => metadata.name));
  await kubectl.apply(manifests.filter((manifest) => !isFirst(manifest)));
}

interface Wait {
  cluster: string;
  hint: string;
  report: Report;
  signal?: AbortSignal | undefined;
}

async function awaitAddons(
  kubectl: Kubectl,
  { cluster, hint, report, signal }: Wait,
): Promise<void> {
  const deadline = Date.now() + limitSeconds * 1000;
  for (;;) {
    const kinds = ['deployments', 'daemonsets', 'backupstoragelocations.velero.io', 'pods'];
    const objects = await kubectl.list<AddonObject>(kinds);
    const unready = findUnready(objects);
    if (unready.length === 0) {
      report('');
      return;
    }
    report(`waiting for ${unready.join(', ')}`);
    if (Date.now() > deadline) {
      const ours = objects.filter(({ metadata }) =>
        ADDON_NAMESPACES.some((namespace) => namespace === metadata.namespace),
      );
      const diagnosis = diagnose(ours, await kubectl.list<EventObject>(['events']));
      throw new SandboxFailure(
        `In cluster ${cluster}, ${unready.join(', ')} did not come up within ${limitSeconds} s`,
        { found: diagnosis.join('\n'), hint },
      );
    }
    await sleep(pollMs, undefined, { signal });
  }
}
