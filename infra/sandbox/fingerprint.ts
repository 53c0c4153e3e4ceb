import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  CLUSTER_PROGRAMS,
  type ClusterPrograms,
  clusterDaemons,
  hostDaemons,
} from './daemons/cluster-daemons.ts';
import { imagesFor } from './images/catalog.ts';
import { type ImageName, type ImageSpec, isDebianLayer } from './images/spec.ts';
import { CLUSTERS } from './layout.ts';
import { bridgeCommands, cableCommands, firewall, nodeCommands } from './network.ts';
import { authorityConfig, certificates } from './pki.ts';
import { modulesFor } from './toolchain/catalog.ts';
import { type SandboxVersions, kubernetesOf, versionsOfEnvironment } from './versions.ts';

const repository = join(import.meta.dirname, '..', '..');

/**
 * One short word for what a sandbox is made of: the pinned sources of its programs, what its images
 * hold, and every rendered file and flag. A sandbox with another word is made anew, never mended.
 */
export async function fingerprint(
  versions: SandboxVersions = versionsOfEnvironment(),
): Promise<string> {
  const modules = modulesFor(versions);
  const images = imagesFor(versions);
  const pins = modules.flatMap(({ folder }) =>
    ['go.mod', 'go.sum'].map((file) => `infra/sandbox/tools/${folder}/${file}`),
  );
  const files = [...pins, ...imageFiles(images), ...addons(versions)].map((file) =>
    readFile(join(repository, file), 'utf8'),
  );
  const parts = [await Promise.all(files), modules, images, definition(versions)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/** Their manifests come out of programs and credentials, so their sources stand for them. */
function addons({ velero }: SandboxVersions): string[] {
  const names = ['coredns', 'local-path', 'velero', 'manifest'];
  const newer = velero === '1.18' ? ['newer-velero'] : [];
  return [...names, ...newer].map((name) => `infra/sandbox/addons/${name}.ts`);
}

/** The files of this repository that go into images. */
function imageFiles(images: Readonly<Record<ImageName, ImageSpec>>): string[] {
  const layers = Object.values(images).flatMap((image) => image.layers);
  return layers.flatMap((layer) => {
    const files = isDebianLayer(layer) ? [] : Object.values(layer.files ?? {});
    return files.flatMap(({ source }) => ('repository' in source ? [source.repository] : []));
  });
}

/** All that we render, with names in the place of paths and secrets, which differ each time. */
function definition(versions: SandboxVersions): unknown {
  const programs = Object.fromEntries(
    [...CLUSTER_PROGRAMS, 'containerd'].map((name) => [name, name]),
  ) as ClusterPrograms;
  const host = { temporal: 'temporal', versitygw: 'versitygw', 'docker-registry': 'registry' };
  return [
    bridgeCommands(),
    hostDaemons(host, { accessKey: 'access', secretKey: 'secret' }),
    Object.values(CLUSTERS).map((cluster) => [
      [cableCommands(cluster), nodeCommands(cluster), firewall(cluster)],
      [authorityConfig(cluster), certificates(cluster)],
      clusterDaemons(cluster, programs, {
        pauseImage: 'pause',
        kubernetes: kubernetesOf(cluster.name, versions),
      }),
    ]),
  ];
}
