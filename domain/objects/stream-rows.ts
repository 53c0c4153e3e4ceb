import type { KubeObject } from '../kube-object.ts';
import type { GroupKind } from '../transform/contract.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { listAt, nameOf, namespaceOf, textAt } from '../transform/read.ts';

export const IMAGE_STREAM: GroupKind = 'ImageStream.image.openshift.io';

/** A tag of another stream that a tag follows. */
export interface Followed {
  /** The tag that follows. */
  tag: string;
  namespace: string;
  stream: string;
  followed: string;
}

/** What the tags of an object follow in other image streams; nothing for anything but an image stream. */
export function followedBy(object: KubeObject): Followed[] {
  if (groupKindOf(object) !== IMAGE_STREAM) return [];
  return listAt(object, ['spec', 'tags']).flatMap((tag): Followed[] => {
    if (textAt(tag, ['from', 'kind']) !== 'ImageStreamTag') return [];
    const namespace = textAt(tag, ['from', 'namespace']) ?? namespaceOf(object);
    const name = textAt(tag, ['from', 'name']) ?? '';
    const [stream = '', followed] = name.split(':', 2);
    // A name without a colon is a tag of the stream itself.
    if (followed === undefined) return [];
    if (namespace === namespaceOf(object) && stream === nameOf(object)) return [];
    return [{ tag: textAt(tag, ['name']) ?? '', namespace, stream, followed }];
  });
}

/**
 * Things in rows: an image stream is in a row behind those whose tags its own tags follow, since OpenShift refuses a tag
 * that follows nothing. All others are in the first row. Streams that follow each other in a circle are at least
 * all there.
 */
export function inStreamRows<T>(things: readonly T[], objectOf: (thing: T) => KubeObject): T[][] {
  const byPlace = new Map(things.map((thing) => [placeOf(objectOf(thing)), thing]));
  const depths = new Map<T, number>();

  function depthOf(thing: T): number {
    const known = depths.get(thing);
    if (known !== undefined) return known;
    depths.set(thing, 0);
    const before = followedBy(objectOf(thing)).flatMap(({ namespace, stream }) => {
      const source = byPlace.get(`${IMAGE_STREAM} ${namespace}/${stream}`);
      return source === undefined ? [] : depthOf(source) + 1;
    });
    const depth = Math.max(0, ...before);
    depths.set(thing, depth);
    return depth;
  }

  const rows = Map.groupBy(things, depthOf);
  return [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
}

function placeOf(object: KubeObject): string {
  return `${groupKindOf(object)} ${namespaceOf(object)}/${nameOf(object)}`;
}
