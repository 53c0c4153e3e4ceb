import { access, link, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { cacheDir, fillCacheDir } from '../cache.ts';
import { takeLock } from '../lock.ts';
import { formatBytes } from '../progress/duration.ts';
import type { Progress } from '../progress.ts';
import type { Toolchain } from '../toolchain/toolchain.ts';
import { DEFAULT_VERSIONS, type SandboxVersions } from '../versions.ts';
import { IMAGES, imagesFor } from './catalog.ts';
import type { LayerOptions } from './debian-layer.ts';
import { type BuiltLayer, type PlannedLayer, planLayer } from './layer.ts';
import { type Document, describeImage, describeLayout } from './oci.ts';
import type { ImageName, ImageSpec } from './spec.ts';

export type { ImageName } from './spec.ts';

export interface BuiltImage {
  name: ImageName;
  /** Changes with the content. */
  tag: string;
  /** Of the manifest. */
  digest: string;
  /** A directory in the OCI image layout that holds this image alone. */
  layout: string;
  sizeBytes: number;
}

export interface BuildOptions {
  toolchain: Pick<Toolchain, 'tool'>;
  /** Of what the images hold. @default those of an ordinary sandbox */
  versions?: SandboxVersions;
  progress: Progress;
  signal?: AbortSignal | undefined;
}

/** In the order in which they can be made: the last wait for the longest builds. */
export const ALL_IMAGES = Object.keys(IMAGES) as ImageName[];

/** Takes images from the cache, and makes those it lacks, one after the other. */
export async function buildImages<N extends ImageName>(
  names: readonly N[],
  options: BuildOptions,
): Promise<Record<N, BuiltImage>> {
  const built: [N, BuiltImage][] = [];
  for (const name of names) built.push([name, await buildImage(name, options)]);
  return Object.fromEntries(built) as Record<N, BuiltImage>;
}

/** Takes one image from the cache, or makes it as soon as the tools it holds are built. */
export async function buildImage(name: ImageName, options: BuildOptions): Promise<BuiltImage> {
  const { toolchain, progress, signal, versions = DEFAULT_VERSIONS } = options;
  const spec = imagesFor(versions)[name];
  const plans: PlannedLayer[] = [];
  for (const layer of spec.layers) {
    plans.push(await planLayer(layer, (tool) => toolchain.tool(tool)));
  }
  signal?.throwIfAborted();
  const found = await Promise.all(plans.map((layer) => layer.find()));
  if (!found.includes(undefined)) return assemble(name, spec, found.filter(isBuilt));
  return progress.step(`Making image ${name}`, async (report) => {
    const lock = await takeLock({
      file: join(cacheDir(), 'images.lock'),
      purpose: `making image ${name}`,
      onWait: (holder) => report(`waiting for another process (${holder})`),
      ...(signal && { signal }),
    });
    try {
      const image = await assemble(name, spec, await makeLayers(plans, { report, signal }));
      report(formatBytes(image.sizeBytes));
      return image;
    } finally {
      await lock.release();
    }
  });
}

async function makeLayers(
  plans: readonly PlannedLayer[],
  options: LayerOptions,
): Promise<BuiltLayer[]> {
  const layers: BuiltLayer[] = [];
  // Whoever held the lock before may have made them meanwhile.
  for (const plan of plans) layers.push((await plan.find()) ?? (await plan.make(options)));
  return layers;
}

function isBuilt(layer: BuiltLayer | undefined): layer is BuiltLayer {
  return layer !== undefined;
}

async function assemble(
  name: ImageName,
  spec: ImageSpec,
  layers: readonly BuiltLayer[],
): Promise<BuiltImage> {
  const { config, manifest, tag } = describeImage(spec, layers);
  const layout = join(cacheDir(), 'images', `${name}-${tag}`);
  const exists = await access(layout).then(
    () => true,
    () => false,
  );
  if (!exists) {
    const index = describeLayout(manifest, localReference(name, tag));
    await fillCacheDir(layout, (dir) => writeLayout(dir, layers, { config, manifest, index }));
  }
  const sizeBytes = layers.reduce((sum, layer) => sum + layer.sizeBytes, 0);
  return { name, tag, digest: manifest.digest, layout, sizeBytes };
}

interface LayoutDocuments {
  config: Document;
  manifest: Document;
  /** By file name. */
  index: Readonly<Record<string, string>>;
}

async function writeLayout(
  dir: string,
  layers: readonly BuiltLayer[],
  { config, manifest, index }: LayoutDocuments,
): Promise<void> {
  const blobs = join(dir, 'blobs', 'sha256');
  const blob = (digest: string) => join(blobs, digest.slice('sha256:'.length));
  await mkdir(blobs, { recursive: true });
  const byDigest = new Map(layers.map(({ digest, file }) => [digest, file]));
  for (const [digest, file] of byDigest) await link(file, blob(digest));
  for (const { digest, json } of [config, manifest]) await writeFile(blob(digest), json);
  for (const [file, json] of Object.entries(index)) await writeFile(join(dir, file), json);
}

/** How an image is called that is imported, and never pulled. */
export function localReference(name: ImageName, tag: string): string {
  return `drayage.local/${name}:${tag}`;
}
