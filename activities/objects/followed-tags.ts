import type { Cluster } from '../../clients/kube/cluster.ts';
import { keyOf, type KubeObject } from '../../domain/kube-object.ts';
import type { Arrival } from '../../domain/objects/shipment.ts';
import { type Followed, followedBy } from '../../domain/objects/stream-rows.ts';
import { emptyFollowers, imageOfTag } from '../../domain/objects/tag-images.ts';
import { warning } from '../../domain/transform/note.ts';
import { waitAWhile } from '../wait-for.ts';

/** It counts in the outage, and is no reason to fail: a tag can be made to follow later. */
const IMPORTED = { limitMs: 20_000, pollMs: 300 };

/**
 * Waits until what the tags of image streams follow in other streams has an image, or will not get one: OpenShift looks
 * once, when a stream is made, and not again.
 */
export async function awaitFollowed(
  target: Cluster,
  streams: readonly KubeObject[],
): Promise<void> {
  const followed = streams.flatMap((stream) =>
    followedBy(stream).map((one) => ({ ...one, apiVersion: stream.apiVersion })),
  );
  if (followed.length === 0) return;
  await waitAWhile(async () => {
    const seen = await Promise.all(followed.map((one) => lookAt(target, one)));
    return seen.find((one) => one !== undefined);
  }, IMPORTED);
}

/** What is waited for; undefined when there is no more to wait for. */
async function lookAt(
  target: Cluster,
  { apiVersion, namespace, stream, followed }: Followed & { apiVersion: string },
): Promise<string | undefined> {
  const found = await target.get({ apiVersion, kind: 'ImageStream', namespace, name: stream });
  const image = imageOfTag(found, followed);
  return image === 'there' || image.state === 'failed'
    ? undefined
    : `${namespace}/${stream}:${followed}: ${image.why}`;
}

/** What somebody should know of the image streams that have arrived. */
export async function followerNotes(target: Cluster, arrivals: readonly Arrival[]) {
  const followers = arrivals.filter(({ wanted }) => followedBy(wanted).length > 0);
  const notes = followers.map(async ({ found, wanted }) => {
    const there = await target.get(keyOf(wanted));
    const texts = there === undefined ? [] : emptyFollowers(there);
    return texts.map((text) => ({ found, note: warning('image-stream', text) }));
  });
  return (await Promise.all(notes)).flat();
}
