import type { KubeObject } from '../kube-object.ts';
import { nameOf, namespaceOf, textAt } from './read.ts';

/**
 * ImageStreamTags in an order in which each comes after the tag that it follows; otherwise as given. Tags that
 * follow each other in a circle are at least all there.
 */
export function inTagOrder(tags: readonly KubeObject[]): KubeObject[] {
  const byPlace = new Map(tags.map((tag) => [placeOf(tag), tag]));
  const ordered = new Set<KubeObject>();
  const visiting = new Set<KubeObject>();

  function visit(tag: KubeObject): void {
    if (visiting.has(tag)) return;
    visiting.add(tag);
    const source = byPlace.get(followed(tag) ?? '');
    if (source !== undefined) visit(source);
    ordered.add(tag);
  }

  tags.forEach(visit);
  return [...ordered];
}

function placeOf(tag: KubeObject): string {
  return `${namespaceOf(tag)}/${nameOf(tag)}`;
}

/** The place of the tag that this one follows; without a namespace it is in the same one. */
function followed(tag: KubeObject): string | undefined {
  const from = ['tag', 'from'];
  if (textAt(tag, [...from, 'kind']) !== 'ImageStreamTag') return undefined;
  const namespace = textAt(tag, [...from, 'namespace']) ?? namespaceOf(tag);
  return `${namespace}/${textAt(tag, [...from, 'name']) ?? ''}`;
}
