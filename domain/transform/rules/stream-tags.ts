import type { KubeObject } from '../../kube-object.ts';
import { listAt, textAt } from '../read.ts';

/** A tag of an image stream, as somebody wished for it and as it came to be. */
export interface StreamTag {
  name: string;
  /** What it follows; undefined for one that only came to be by a push, or by the import of a whole repository. */
  from: unknown;
  isSpecified: boolean;
  /** Where its image of the moment lies, with a digest; undefined while it has none. */
  image: string | undefined;
}

/** All tags of an image stream: first those of its spec, in their order. */
export function tagsOf(stream: KubeObject): StreamTag[] {
  const images = new Map(
    listAt(stream, ['status', 'tags']).flatMap((tag): [string, string | undefined][] => {
      const name = textAt(tag, ['tag']);
      const [newest] = listAt(tag, ['items']);
      return name === undefined ? [] : [[name, textAt(newest, ['dockerImageReference'])]];
    }),
  );
  const specified = listAt(stream, ['spec', 'tags']).flatMap((tag): StreamTag[] => {
    const name = textAt(tag, ['name']);
    if (name === undefined) return [];
    const from = (tag as { from?: unknown }).from ?? undefined;
    return [{ name, from, isSpecified: true, image: images.get(name) }];
  });
  const known = new Set(specified.map(({ name }) => name));
  const others = [...images].filter(([name]) => !known.has(name));
  return [
    ...specified,
    ...others.map(([name, image]) => ({ name, from: undefined, isSpecified: false, image })),
  ];
}
