import type { TransformContext } from './contract.ts';
import { isPlanned, mapNamespace } from './mapping.ts';
import { lookUp } from './read.ts';

/** What an image is called on the target, and what a person should know of it. */
export interface MappedImage {
  image: string;
  warning?: string;
}

/** Namespace of the images that every OpenShift cluster brings along. */
export const PLATFORM = 'openshift';

/**
 * An image as the target finds it. Only what stands before the first `/`, exactly as it was mapped, makes an image
 * one of a mapped registry; all others stay as they are.
 */
export function mapImage(image: string, context: TransformContext): MappedImage {
  const host = hostOf(image);
  const path = image.slice(image.indexOf('/') + 1);
  const mapped = lookUp(context.registries, host);
  if (!context.source.ownRegistries.includes(host)) {
    return { image: mapped === undefined ? image : `${mapped}/${path}` };
  }
  if (mapped === undefined) {
    return { image, warning: `${image} is in the source's registry, which has no counterpart` };
  }
  return mapOwnPath(path, mapped, context);
}

/** What stands before the first `/`; empty when there is none. */
export function hostOf(image: string): string {
  return image.slice(0, Math.max(image.indexOf('/'), 0));
}

/** The namespace of an image that lies in a cluster's own registry. */
export function namespaceInRegistry(image: string): string {
  return hostOf(image.slice(image.indexOf('/') + 1));
}

/** A path in a cluster's own registry, `namespace/name[:tag][@digest]`, on the target's. */
function mapOwnPath(path: string, host: string, context: TransformContext): MappedImage {
  const slash = path.indexOf('/');
  const namespace = path.slice(0, Math.max(slash, 0));
  const name = path.slice(slash + 1);
  if (namespace === PLATFORM) return platformImage(name, host, context);
  const image = `${host}/${namespace === '' ? '' : `${mapNamespace(namespace, context)}/`}${name}`;
  if (isPlanned(namespace, context)) return { image };
  return { image, warning: `${image} is in namespace ${namespace}, which the plan does not move` };
}

/**
 * The target has builds of its own of these, with other digests: a digest gives way to the tag, or to the stream's
 * default one.
 */
function platformImage(reference: string, host: string, context: TransformContext): MappedImage {
  const [tagged = '', digest] = reference.split('@', 2);
  const [name = '', given] = tagged.split(':', 2);
  const tags = lookUp(context.target.openshiftImages, name);
  const tag = given ?? (digest === undefined ? undefined : tags?.[0]);
  const image = `${host}/${PLATFORM}/${name}${tag === undefined ? '' : `:${tag}`}`;
  if (tags?.includes(tag ?? 'latest') === true) return { image };
  return { image, warning: `${image} is not among the images of the target` };
}
