import type { KubeObject } from '../kube-object.ts';
import { listAt, textAt } from '../transform/read.ts';
import { followedBy } from './stream-rows.ts';

/** What OpenShift has found for a tag of an image stream. */
export type TagImage = 'there' | { state: 'failed' | 'unknown'; why: string };

/** @param stream undefined when there is none */
export function imageOfTag(stream: KubeObject | undefined, tag: string): TagImage {
  if (stream === undefined) return { state: 'failed', why: 'its image stream is not there' };
  const found = listAt(stream, ['status', 'tags']).find((one) => textAt(one, ['tag']) === tag);
  if (listAt(found, ['items']).length > 0) return 'there';
  const failed = listAt(found, ['conditions']).find(
    (one) => textAt(one, ['type']) === 'ImportSuccess' && textAt(one, ['status']) === 'False',
  );
  const message = textAt(failed, ['message']);
  if (failed !== undefined) return { state: 'failed', why: message ?? 'its import failed' };
  return { state: 'unknown', why: 'it is not imported yet' };
}

/**
 * A sentence for each tag that follows one of another stream and has no image: OpenShift looks once, when the stream
 * is made.
 * @param stream as the target has it
 */
export function emptyFollowers(stream: KubeObject): string[] {
  return followedBy(stream)
    .filter(({ tag }) => imageOfTag(stream, tag) !== 'there')
    .map(
      ({ tag, namespace, stream: name, followed }) =>
        `tag ${tag} has no image: ${namespace}/${name}:${followed} was not imported when it was made; ` +
        'tag it again once it is',
    );
}
