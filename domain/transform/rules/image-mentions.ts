import type { Rule, TransformContext } from '../contract.ts';
import { mapImage } from '../images.ts';
import { warning } from '../note.ts';
import { textsIn } from '../texts.ts';

const NAME = 'image-mention';

/** Enough to find the rest by. */
const SHOWN = 5;

/**
 * Images of the source's registry in fields that no rule knows: settings of operators, variables, config maps.
 * Nobody but their owner can tell what they are for, so they are told, not changed.
 */
export const IMAGE_MENTION: Rule = {
  name: NAME,
  apply(object, context) {
    if (context.source.ownRegistries.length === 0) return { keep: object };
    // Each as `spec.image: registry/shop/web:1`.
    const found = [...textsIn(object)].flatMap(({ path, text }) =>
      imagesIn(text, context).map((image) => `${path.join('.')}: ${image}`),
    );
    if (found.length === 0) return { keep: object };
    const shown = found.slice(0, SHOWN).join(', ');
    const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : '';
    return {
      keep: object,
      notes: [warning(NAME, `images of the source's registry: ${shown}${more}`)],
    };
  },
};

/** Images in a text that are called otherwise on the target. */
function imagesIn(text: string, context: TransformContext): string[] {
  return context.source.ownRegistries
    .filter((host) => text.includes(`${host}/`))
    .flatMap((host) => text.match(imageOf(host)) ?? [])
    .filter((image) => mapImage(image, context).image !== image);
}

/** An image of the host, which is not the tail of another one. */
function imageOf(host: string): RegExp {
  const literal = host.replaceAll(/[^\w:-]/g, '\\$&');
  return new RegExp(`(?<![\\w.-])${literal}/[\\w.-]+/[\\w./:@-]+`, 'g');
}
