import type { KubeObject } from '../kube-object.ts';
import { textAt } from '../transform/read.ts';

/** Velero writes it on everything that it creates. */
export const RESTORE_LABEL = 'velero.io/restore-name';

/** Times are told to the second, and by different processes. */
const SLACK_MS = 2_000;

/** The API server notes who wrote to an object, by the first word of the client's name. */
const VELERO = /^velero/;

/**
 * Whether Velero made an object in a Restore that has ended: it carries its name, was made while it ran, and by Velero.
 * The label alone proves nothing, since people copy labels to what they make.
 */
export function isRestoredBy(restore: KubeObject, { metadata }: KubeObject): boolean {
  if (metadata.labels?.[RESTORE_LABEL] !== restore.metadata.name) return false;
  if (!managersOf(metadata).some((manager) => VELERO.test(manager))) return false;
  const begun = Date.parse(textAt(restore, ['status', 'startTimestamp']) ?? '');
  const ended = Date.parse(textAt(restore, ['status', 'completionTimestamp']) ?? '');
  const made = Date.parse(metadata.creationTimestamp ?? '');
  return made >= begun - SLACK_MS && made <= ended + SLACK_MS;
}

function managersOf({ managedFields }: KubeObject['metadata']): string[] {
  if (!Array.isArray(managedFields)) return [];
  return managedFields.map((one: unknown) => textAt(one, ['manager']) ?? '');
}
