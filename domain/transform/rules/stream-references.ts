import type { TransformContext } from '../contract.ts';
import { edit, put } from '../edit.ts';
import { mapImage } from '../images.ts';
import { toTarget } from '../mapping.ts';
import { textAt } from '../read.ts';

/**
 * What `from` and `to` of OpenShift's objects refer to, as the target calls it: an image stream by its namespace, an
 * image by its registry. Anything else stays.
 */
export function mapReference(
  reference: unknown,
  context: TransformContext,
  warn: (text: string) => void,
): unknown {
  if (textAt(reference, ['kind']) === 'DockerImage') {
    const name = textAt(reference, ['name']) ?? '';
    const mapped = mapImage(name, context);
    if (mapped.warning !== undefined) warn(mapped.warning);
    return mapped.image === name ? reference : put(reference, ['name'], mapped.image);
  }
  return edit(reference, ['namespace'], toTarget(context));
}

/** Whether an image lies in the registry of the source's cluster itself. */
export function isOwnImage(image: string, { source }: TransformContext): boolean {
  return source.ownRegistries.some((host) => image.startsWith(`${host}/`));
}
