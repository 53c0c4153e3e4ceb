import type { KubeObject } from '../kube-object.ts';
import type { NamespacePair } from '../plan/namespaces.ts';
import type { RunFacts } from '../run/facts.ts';

/**
 * What of the application is on the target alone, so that a rollback would destroy it: claims that runs of the plan
 * filled and whose originals are gone, and namespaces that are gone.
 * @param made claims of the target that a rollback would delete
 * @param source what the source has of namespaces (names) and claims (`namespace/name`)
 */
export function missingOnSource(
  { namespaces, volumes }: Pick<RunFacts, 'namespaces' | 'volumes'>,
  made: readonly KubeObject[],
  source: { namespaces: ReadonlySet<string>; claims: ReadonlySet<string> },
): string[] {
  const gone = namespaces.filter((pair) => !source.namespaces.has(pair.source));
  return [
    ...gone.map((pair) => `Namespace ${pair.source}`),
    ...made
      .map(({ metadata: { namespace = '', name } }) => {
        const volume = volumes.find(
          (one) => one.targetNamespace === namespace && one.targetClaim === name,
        );
        if (volume !== undefined) return `${volume.namespace}/${volume.claim}`;
        return `${sourceOf(namespaces, namespace)}/${name}`;
      })
      .filter((name) => !source.claims.has(name))
      .map((name) => `PersistentVolumeClaim ${name}`),
  ];
}

function sourceOf(namespaces: readonly NamespacePair[], target: string): string {
  return namespaces.find((pair) => pair.target === target)?.source ?? target;
}
