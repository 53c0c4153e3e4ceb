import type { KubeObject } from '../kube-object.ts';

interface ClaimSpec {
  storageClassName?: string;
  resources?: { requests?: { storage?: string } };
}

/** What a claim waits for while it has no volume, in words; undefined once it has one. */
export function whyUnbound(claim: KubeObject): string | undefined {
  const { phase = 'Pending' } = (claim['status'] ?? {}) as { phase?: string };
  if (phase === 'Bound') return undefined;
  const { storageClassName, resources } = (claim['spec'] ?? {}) as ClaimSpec;
  const size = resources?.requests?.storage ?? 'a volume';
  const from =
    storageClassName === undefined ? 'without a class' : `of StorageClass ${storageClassName}`;
  return `it asks for ${size} ${from} and is ${phase}`;
}
