import type { KubeObject } from '../kube-object.ts';
import { MIGRATED_LABELS, PART_OF, PART_OF_LABEL } from '../kinds/labels.ts';
import type { RunVolume } from '../run/facts.ts';
import type { RunIdentity } from '../run/identity.ts';

/**
 * The claim that receives a volume. It carries the labels of the source's claim and of the plan: later runs
 * of the plan find it and bring only the delta, and nobody else's claim is ever mistaken for it.
 */
export function targetClaim(run: RunIdentity, volume: RunVolume, source: KubeObject): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: volume.targetClaim,
      namespace: volume.targetNamespace,
      labels: {
        ...source.metadata.labels,
        [PART_OF_LABEL]: PART_OF,
        [MIGRATED_LABELS.byPlan]: run.planUid,
        [MIGRATED_LABELS.byMigration]: run.uid,
      },
    },
    spec: {
      accessModes: volume.accessModes,
      storageClassName: volume.storageClass,
      volumeMode: 'Filesystem',
      resources: { requests: { storage: volume.capacity } },
    },
  };
}

/** Whether a claim on the target came from a run of this plan. */
export function isOurs(claim: KubeObject, run: Pick<RunIdentity, 'planUid'>): boolean {
  return claim.metadata.labels?.[MIGRATED_LABELS.byPlan] === run.planUid;
}

/** What the source's namespace is like on the target; `uid-range` and the like belong to each cluster alone. */
export function targetNamespace(name: string, source: KubeObject): KubeObject {
  const { labels = {}, annotations = {} } = source.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: without(labels, ['kubernetes.io/metadata.name']),
      annotations: without(annotations, [
        'openshift.io/sa.scc.uid-range',
        'openshift.io/sa.scc.supplemental-groups',
        'openshift.io/sa.scc.mcs',
        'kubectl.kubernetes.io/last-applied-configuration',
      ]),
    },
  };
}

function without(map: Record<string, string>, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}
