import type { KubeObject } from '../kube-object.ts';
import type { RunFacts } from '../run/facts.ts';

/** Claims of the source that were not there when the run began, as `namespace/name`. */
export function newClaims(claims: readonly KubeObject[], { volumes, skipped }: RunFacts): string[] {
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
      .map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`)
      .filter((name) => !known.has(name))
  );
}
