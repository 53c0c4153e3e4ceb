import { runLongCommand } from '../long-command.ts';
import type { Progress } from '../progress.ts';
import type { BuiltImage } from './build.ts';
import { MANIFEST_TYPE } from './oci.ts';

/** How the clusters call an image: `10.250.0.1:5000/drayage/mover:1f2e3d4c5b6a`. */
function registryReference(registry: string, { name, tag }: BuiltImage): string {
  return `${registry}/drayage/${name}:${tag}`;
}

/**
 * Brings images into a registry, and answers what they are called there. Those that are there
 * already, which their digests tell, are not sent again.
 * @param registry host:port, speaking plain HTTP
 */
export async function pushImages<N extends string>(
  registry: string,
  images: Readonly<Record<N, BuiltImage>>,
  progress: Progress,
  signal?: AbortSignal,
): Promise<Record<N, string>> {
  const wanted = Object.entries<BuiltImage>(images);
  const missing: BuiltImage[] = [];
  for (const [, image] of wanted) {
    if (!(await isPresent(registry, image, signal))) missing.push(image);
  }
  if (missing.length > 0) {
    await progress.step(`Pushing ${missing.length} images to ${registry}`, async (report) => {
      for (const image of missing) {
        report(image.name);
        await push(registry, image, signal);
      }
      report('');
    });
  }
  const references = wanted.map(([name, image]) => [name, registryReference(registry, image)]);
  return Object.fromEntries(references) as Record<N, string>;
}

async function isPresent(
  registry: string,
  { name, tag, digest }: BuiltImage,
  signal?: AbortSignal,
): Promise<boolean> {
  const url = `http://${registry}/v2/drayage/${name}/manifests/${tag}`;
  const response = await fetch(url, {
    method: 'HEAD',
    headers: { accept: MANIFEST_TYPE },
    ...(signal && { signal }),
  }).catch(() => undefined);
  return response?.headers.get('docker-content-digest') === digest;
}

async function push(registry: string, image: BuiltImage, signal?: AbortSignal): Promise<void> {
  const target = `docker://${registryReference(registry, image)}`;
  // No policy file decides here: the image was made on this machine a moment ago.
  const options = ['--insecure-policy', 'copy', '--quiet', '--dest-tls-verify=false'];
  await runLongCommand(['skopeo', ...options, `oci:${image.layout}`, target], {
    signal,
    hint: `Does the registry run, and is its disk full? \`curl http://${registry}/v2/\` asks it.`,
  });
}
