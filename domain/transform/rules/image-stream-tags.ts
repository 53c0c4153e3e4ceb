import type { KubeObject } from '../../kube-object.ts';
import type { Effect, Rule, TransformContext } from '../contract.ts';
import { drop, edit } from '../edit.ts';
import { warning } from '../note.ts';
import { namespaceOf, textAt } from '../read.ts';
import { isOwnImage, mapReference } from './stream-references.ts';

const NAME = 'image-stream-tag';

const PUSHED = 'its image is copied, and that makes the tag';

/**
 * A tag that follows another one, or an image of a registry that both clusters reach, is made anew with what it
 * follows. All others come with their image.
 */
export const IMAGE_STREAM_TAG: Rule = {
  name: NAME,
  kinds: ['ImageStreamTag.image.openshift.io'],
  apply(tag, context): Effect {
    if (!isReference(tag, context)) return { skip: PUSHED };
    const texts = new Set<string>();
    const mapped = edit(tag, ['tag', 'from'], (from) =>
      mapReference(from, context, (text) => texts.add(text)),
    );
    // What it leads to now, and how often that changed, is for the target to find out.
    const bare = drop(mapped, [], ['image', 'conditions', 'generation']);
    return {
      keep: drop(bare, ['tag'], ['annotations', 'generation']),
      notes: [...texts].map((text) => warning(NAME, text)),
    };
  },
};

function isReference(tag: KubeObject, context: TransformContext): boolean {
  const name = textAt(tag, ['tag', 'from', 'name']) ?? '';
  const namespace = textAt(tag, ['tag', 'from', 'namespace']) ?? namespaceOf(tag);
  switch (textAt(tag, ['tag', 'from', 'kind'])) {
    case 'ImageStreamTag':
      return true;
    case 'ImageStreamImage':
      // One of the same namespace is copied with the tag, whichever stream it is of.
      return namespace !== namespaceOf(tag);
    case 'DockerImage':
      return !isOwnImage(name, context);
    default:
      return false;
  }
}
