import type { KubeObject } from '../../kube-object.ts';
import type { Note, Rule, TransformContext } from '../contract.ts';
import { drop, dropAnnotations, EACH, edit, put } from '../edit.ts';
import { hostOf, namespaceInRegistry, PLATFORM } from '../images.ts';
import { isPlanned } from '../mapping.ts';
import { refusal, warning } from '../note.ts';
import { listAt, lookUp, textAt } from '../read.ts';
import { isOwnImage, mapReference } from './stream-references.ts';
import { type StreamTag, tagsOf } from './stream-tags.ts';

const NAME = 'image-stream';

/**
 * The stream brings its tags, and the target looks up anew where they lead: to a registry that both clusters reach, or
 * to another tag. An image that lies in the source's own registry alone cannot come, and is not lost in silence.
 */
export const IMAGE_STREAM: Rule = {
  name: NAME,
  kinds: ['ImageStream.image.openshift.io'],
  apply(stream, context) {
    const tags = tagsOf(stream);
    const pushed = tags.filter((tag) => isPushed(tag, stream, context)).map(({ name }) => name);
    const texts = new Set<string>();
    const pinned = edit(withFoundTags(stream, tags, pushed), ['spec', 'tags', EACH], (tag) =>
      namedByOrigin(tag, tags),
    );
    const free = edit(pinned, ['spec', 'tags', EACH], (tag) =>
      pushed.includes(textAt(tag, ['name']) ?? '') ? drop(tag, [], ['from']) : tag,
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
      notes: [
        ...(pushed.length === 0 ? [] : [refusal(NAME, refusalOf(pushed))]),
        ...[...texts].map((text) => warning(NAME, text)),
        ...tags.flatMap((tag) => followNotes(tag, context)),
      ],
    };
  },
};

function refusalOf(tags: readonly string[]): string {
  return (
    `tags ${tags.join(', ')} have images that were pushed into, or built in, the source's own registry, ` +
    'which this version does not copy: push them to a registry that both clusters reach and have the ' +
    'tags import them from there, or delete the image stream'
  );
}

/** Whether nobody but the source's own registry has the image. A tag that follows another one has what that one has. */
function isPushed(tag: StreamTag, stream: KubeObject, context: TransformContext): boolean {
  const kind = textAt(tag.from, ['kind']);
  if (kind === 'ImageStreamTag') return false;
  if (kind === 'ImageStreamImage' && tag.image === undefined) return true;
  if (tag.image !== undefined) return isHere(tag.image, stream, context);
  return kind === 'DockerImage' && isHere(textAt(tag.from, ['name']) ?? '', stream, context);
}

/**
 * The stream itself names the registry, also where nothing else of the cluster does. Of the platform's images every
 * cluster has its own.
 */
function isHere(image: string, stream: KubeObject, context: TransformContext): boolean {
  if (namespaceInRegistry(image) === PLATFORM) return false;
  if (isOwnImage(image, context)) return true;
  return ['dockerImageRepository', 'publicDockerImageRepository'].some((field) => {
    const repository = textAt(stream, ['status', field]) ?? '';
    return repository.includes('/') && hostOf(repository) === hostOf(image);
  });
}

/** A tag that nobody specified, of an image from elsewhere, would be gone with the status that has it. */
function withFoundTags(
  stream: KubeObject,
  tags: readonly StreamTag[],
  pushed: readonly string[],
): KubeObject {
  if (textAt(stream, ['spec', 'dockerImageRepository']) !== undefined) return stream;
  const found = tags.flatMap(({ name, isSpecified, image }) =>
    isSpecified || image === undefined || pushed.includes(name)
      ? []
      : [{ name, from: { kind: 'DockerImage', name: image } }],
  );
  if (found.length === 0) return stream;
  return put(stream, ['spec', 'tags'], [...listAt(stream, ['spec', 'tags']), ...found]);
}

/**
 * An image of a stream is known on its own cluster only; where it came from is known everywhere. A tag that follows
 * nothing has it from its status alone.
 */
function namedByOrigin(tag: unknown, tags: readonly StreamTag[]): unknown {
  const kind = textAt(tag, ['from', 'kind']);
  if (kind !== undefined && kind !== 'ImageStreamImage') return tag;
  const image = tags.find(({ name }) => name === textAt(tag, ['name']))?.image;
  return image === undefined ? tag : put(tag, ['from'], { kind: 'DockerImage', name: image });
}

/** What a tag follows beyond the plan is the target's own, if it is there at all. */
function followNotes({ name, from }: StreamTag, context: TransformContext): Note[] {
  const namespace = textAt(from, ['namespace']);
  if (textAt(from, ['kind']) !== 'ImageStreamTag' || namespace === undefined) return [];
  if (isPlanned(namespace, context)) return [];
  const followed = textAt(from, ['name']) ?? '';
  const text = `tag ${name} follows ${followed} of namespace ${namespace}`;
  if (namespace !== PLATFORM) return [warning(NAME, `${text}, which the plan does not move`)];
  const [stream = '', tag = 'latest'] = followed.split(':', 2);
  const there = lookUp(context.target.openshiftImages, stream);
  // The target's server refuses a stream whose tag follows one that is not there.
  if (there === undefined) return [refusal(NAME, `${text}, which the target does not have`)];
  return there.includes(tag) ? [] : [warning(NAME, `${text}, which the target does not have`)];
}
