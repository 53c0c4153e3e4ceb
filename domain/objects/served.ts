import { groupKindOf } from '../transform/group-kind.ts';
import type { GroupKind } from '../transform/contract.ts';

/** A kind in one of the versions in which a cluster serves it. */
export interface ServedKind {
  apiVersion: string;
  kind: string;
  /** The plural, as paths and rights name it. */
  resource: string;
  namespaced: boolean;
  verbs: readonly string[];
  /** Its status is written through a subresource of its own, and ignored elsewhere. */
  hasStatus: boolean;
}

/** What a cluster says that it serves. */
export interface ServedApi {
  /** Every kind in every version; of each group the preferred version first. */
  kinds: readonly ServedKind[];
  /** Group versions whose server does not answer: what they hold is not known. */
  silent: readonly string[];
}

/** The versions of each kind, the preferred one first. */
export function servedVersions({ kinds }: ServedApi): Record<GroupKind, string[]> {
  const versions: Record<GroupKind, string[]> = {};
  for (const served of kinds) (versions[groupKindOf(served)] ??= []).push(versionOf(served));
  return versions;
}

/** All versions of each kind, the preferred one first. */
export function byGroupKind({ kinds }: ServedApi): Map<GroupKind, ServedKind[]> {
  const found = new Map<GroupKind, ServedKind[]>();
  for (const served of kinds) {
    const name = groupKindOf(served);
    const versions = found.get(name);
    if (versions === undefined) found.set(name, [served]);
    else versions.push(served);
  }
  return found;
}

/** `v1` of `apps/v1`. */
export function versionOf({ apiVersion }: { apiVersion: string }): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** `apps` of `apps/v1`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** Every kind that can be listed and deleted in a namespace, each once, in its preferred version. */
export function sweepableKinds(api: ServedApi): ServedKind[] {
  return [...byGroupKind(api).values()].flatMap(([kind]) =>
    kind?.namespaced === true && kind.verbs.includes('list') && kind.verbs.includes('delete')
      ? kind
      : [],
  );
}
