import type { Rule, TransformContext } from '../contract.ts';
import { drop, dropAnnotations, EACH, edit } from '../edit.ts';
import { warning } from '../note.ts';
import { namespaceOf, textAt } from '../read.ts';
import { isOwnImage, mapReference } from './stream-references.ts';

const NAME = 'image-stream';

/**
 * The stream is made before its images are copied into it: with its settings, and with what its tags follow. A tag
 * whose image is copied follows nothing, or the target would look for the image before it is there.
 */
export const IMAGE_STREAM: Rule = {
  name: NAME,
  kinds: ['ImageStream.image.openshift.io'],
  apply(stream, context) {
    const texts = new Set<string>();
    const free = edit(stream, ['spec', 'tags', EACH, 'from'], (from) =>
      isCopied(from, namespaceOf(stream), context) ? undefined : from,
    );
    const mapped = edit(free, ['spec', 'tags', EACH, 'from'], (from) =>
      mapReference(from, context, (text) => texts.add(text)),
    );
    // A tag that was looked up once is looked up again only without its generation.
    const fresh = drop(mapped, ['spec', 'tags', EACH], ['generation']);
    const own = edit(fresh, ['spec', 'dockerImageRepository'], (repository) =>
      typeof repository === 'string' && isOwnImage(repository, context) ? undefined : repository,
    );
    return {
      keep: dropAnnotations(own, ['openshift.io/image.dockerRepositoryCheck']),
      notes: [...texts].map((text) => warning(NAME, text)),
    };
  },
};

function isCopied(from: unknown, namespace: string, context: TransformContext): boolean {
  const kind = textAt(from, ['kind']);
  if (kind === 'DockerImage') return isOwnImage(textAt(from, ['name']) ?? '', context);
  const place = textAt(from, ['namespace']) ?? namespace;
  return kind === 'ImageStreamImage' && place === namespace;
}
