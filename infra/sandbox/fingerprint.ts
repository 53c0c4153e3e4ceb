import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  CLUSTER_PROGRAMS,
  type ClusterPrograms,
  clusterDaemons,
  hostDaemons,
} from './daemons/cluster-daemons.ts';
import { IMAGES } from './images/catalog.ts';
import { isDebianLayer } from './images/spec.ts';
import { CLUSTERS } from './layout.ts';
import { bridgeCommands, cableCommands, firewall, nodeCommands } from './network.ts';
import { authorityConfig, certificates } from './pki.ts';
import { TOOL_MODULES } from './toolchain/catalog.ts';

const repository = join(import.meta.dirname, '..', '..');

/**
 * One short word for what a sandbox is made of: the pinned sources of its programs, what its images
 * hold, and every rendered file and flag. A sandbox with another word is made anew, never mended.
 */
export async function fingerprint(): Promise<string> {
  const pins = TOOL_MODULES.flatMap(({ folder }) =>
    ['go.mod', 'go.sum'].map((file) => `infra/sandbox/tools/${folder}/${file}`),
  );
  const files = [...pins, ...imageFiles(), ...ADDONS].map((file) =>
    readFile(join(repository, file), 'utf8'),
  );
  const parts = [await Promise.all(files), TOOL_MODULES, IMAGES, definition()];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/** Their manifests come out of programs and credentials, so their sources stand for them. */
const ADDONS = ['coredns', 'local-path', 'velero', 'manifest'].map(
  (name) => `infra/sandbox/addons/${name}.ts`,
);

/** The files of this repository that go into images. */
function imageFiles(): string[] {
  const layers = Object.values(IMAGES).flatMap((image) => image.layers);
  return layers.flatMap((layer) => {
    const files = isDebianLayer(layer) ? [] : Object.values(layer.files ?? {});
    return files.flatMap(({ source }) => ('repository' in source ? [source.repository] : []));
  });
}

/** All that we render, with names in the place of paths and secrets, which differ each time. */
function definition(): unknown {
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
      clusterDaemons(cluster, programs, 'pause'),
    ]),
  ];
}
