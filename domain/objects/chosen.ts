import type { KubeObject } from '../kube-object.ts';

/** Whoever sets it does not want the object carried to another place; Velero heeds it, and so do our own helpers. */
const LEFT_OUT = 'velero.io/exclude-from-backup';

/** Whether an object is part of what moves at all. */
export function isChosen({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp === undefined && metadata.labels?.[LEFT_OUT] !== 'true';
}
