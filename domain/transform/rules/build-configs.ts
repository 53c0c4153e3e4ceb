import type { KubeObject } from '../../kube-object.ts';
import type { Rule, TransformContext } from '../contract.ts';
import { EACH, edit, type Path } from '../edit.ts';
import { mapImage } from '../images.ts';
import { change, warning } from '../note.ts';
import { mapPullSecret } from '../pull-secrets.ts';
import { namespaceOf, textAt } from '../read.ts';
import { mapReference } from './stream-references.ts';

const KINDS = ['BuildConfig.build.openshift.io'];
const STRATEGIES = ['sourceStrategy', 'dockerStrategy', 'customStrategy'];

const REFERENCES: readonly Path[] = [
  ['spec', 'output', 'to'],
  ...STRATEGIES.map((strategy) => ['spec', 'strategy', strategy, 'from']),
  ['spec', 'source', 'images', EACH, 'from'],
  ['spec', 'triggers', EACH, 'imageChange', 'from'],
];

/** What was built last from: under its new name, since the target would otherwise build at once for nothing new. */
const LAST_IMAGE: Path = ['spec', 'triggers', EACH, 'imageChange', 'lastTriggeredImageID'];

const IMAGES = 'build-images';

/** A build reads from, and writes to, image streams of the new namespaces and the target's registry. */
export const BUILD_IMAGES: Rule = {
  name: IMAGES,
  kinds: KINDS,
  apply(config, context) {
    const texts = new Set<string>();
    const mapped = REFERENCES.reduce(
      (edited: KubeObject, path) =>
        edit(edited, path, (found) => mapReference(found, context, (text) => texts.add(text))),
      config,
    );
    return {
      keep: edit(mapped, LAST_IMAGE, (image) =>
        typeof image === 'string' ? mapImage(image, context).image : image,
      ),
      notes: [...texts].map((text) => warning(IMAGES, text)),
    };
  },
};

const SECRETS: readonly Path[] = [
  ['spec', 'output', 'pushSecret'],
  ...STRATEGIES.map((strategy) => ['spec', 'strategy', strategy, 'pullSecret']),
  ['spec', 'source', 'images', EACH, 'pullSecret'],
];

const SECRET = 'build-secrets';

/**
 * Secrets for the source's own registry give way to the target's; without one, to what the build's account has
 * anyway.
 */
export const BUILD_SECRETS: Rule = {
  name: SECRET,
  kinds: KINDS,
  apply(config, context) {
    const texts = new Set<string>();
    const keep = SECRETS.reduce(
      (edited: KubeObject, path) =>
        edit(edited, path, (secret) => mapSecret(secret, namespaceOf(config), context, texts)),
      config,
    );
    return { keep, notes: [...texts].map((text) => change(SECRET, text)) };
  },
};

function mapSecret(
  secret: unknown,
  namespace: string,
  context: TransformContext,
  texts: Set<string>,
): unknown {
  const name = textAt(secret, ['name']);
  if (name === undefined) return secret;
  const made = mapPullSecret(name, namespace, [], context);
  if (made === name) return secret;
  const instead = made ?? 'what the account of the build has';
  texts.add(`secret ${name} is of the source's registry; ${instead} takes its place`);
  return made === undefined ? undefined : edit(secret, ['name'], () => made);
}
