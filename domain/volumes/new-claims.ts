import type { KubeObject } from '../kube-object.ts';
import type { RunFacts } from '../run/facts.ts';
import { isOfPlan } from './target-claim.ts';

/** Claims of the source that were not there when the run began, as `namespace/name`. */
export function newClaims(
  claims: readonly KubeObject[],
  { run, volumes, skipped }: RunFacts,
): string[] {
  const known = new Set([
    ...volumes.map(({ namespace, claim }) => `${namespace}/${claim}`),
    ...skipped,
  ]);
  return (
    claims
      // A generic ephemeral volume lives and dies with its pod.
      .filter(
        ({ metadata }) => !(metadata.ownerReferences ?? []).some(({ kind }) => kind === 'Pod'),
      )
      // Inside one cluster, what the plan copies to may stand beside what it copies.
      .filter((claim) => !isOfPlan(claim, run.planUid))
      .map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`)
      .filter((name) => !known.has(name))
  );
}
