import type { KubeObject } from '../kube-object.ts';
import { isNowhere } from './daemon-sets.ts';

/** Where a revision has what the DaemonSet had in its spec. */
const SELECTOR = ['data', 'spec', 'template', 'spec', 'nodeSelector'];

/**
 * Revisions in which DaemonSets that run stood still: `kubectl rollout undo` would go back to one of them, and the
 * DaemonSet would have no pod anywhere.
 */
export function nowhereRevisions(
  revisions: readonly KubeObject[],
  daemonSets: readonly KubeObject[],
): KubeObject[] {
  const running = new Set(
    daemonSets.filter((set) => !isNowhere(set)).map(({ metadata }) => metadata.uid),
  );
  return revisions.filter((revision) => {
    const owner = revision.metadata.ownerReferences?.find(({ kind }) => kind === 'DaemonSet');
    return owner !== undefined && running.has(owner.uid) && isNowhere(revision, SELECTOR);
  });
}
