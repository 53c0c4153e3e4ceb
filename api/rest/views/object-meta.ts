import type { KubeObject } from '../../../domain/kube-object.ts';

/** Whole seconds since the object was created. */
export function ageSeconds({ metadata }: KubeObject, now: Date): number {
  const created = Date.parse(metadata.creationTimestamp ?? '');
  return Number.isNaN(created) ? 0 : Math.max(0, Math.floor((now.getTime() - created) / 1000));
}

/** Newest first, and by name within one second. */
export function newestFirst(a: KubeObject, b: KubeObject): number {
  const [later, earlier] = [b.metadata.creationTimestamp ?? '', a.metadata.creationTimestamp ?? ''];
  return later.localeCompare(earlier) || byName(a, b);
}

export function byName(a: KubeObject, b: KubeObject): number {
  return a.metadata.name.localeCompare(b.metadata.name);
}
