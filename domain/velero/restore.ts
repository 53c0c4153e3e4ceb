import { PLUGIN_ANNOTATIONS } from '../kinds/annotations.ts';
import { VELERO_LABELS } from '../kinds/labels.ts';
import type { KubeObject } from '../kube-object.ts';
import { migratedLabels, runLabels, runObjectName, type RunIdentity } from '../run/identity.ts';
import { backupName, VELERO_API } from './backup.ts';
import { labelRule, type ModifierRule, modifierText } from './modifiers.ts';
import type { Share } from './share.ts';

export interface RestoreRequest {
  run: RunIdentity;
  /** Velero's namespace. */
  namespace: string;
  /** Source namespace → target namespace, only where they differ. */
  namespaceMapping: Record<string, string>;
  /** What Velero is left with. */
  share: Pick<Share, 'resources' | 'rules'>;
}

/** Of these Velero makes none that is there: a list with nothing in it would mean all there is. */
const NOTHING = ['namespaces'];

export function restoreName(run: RunIdentity): string {
  return runObjectName(run, 'final');
}

/** The restore of the application's objects; PVCs are there already, filled and compared. */
export function buildRestore({
  run,
  namespace,
  namespaceMapping,
  share,
}: RestoreRequest): KubeObject {
  const name = restoreName(run);
  return {
    apiVersion: VELERO_API,
    kind: 'Restore',
    metadata: {
      name,
      namespace,
      labels: { ...runLabels(run), ...migratedLabels(run), [VELERO_LABELS.finalRestore]: run.uid },
      annotations: { [PLUGIN_ANNOTATIONS.migrationType]: 'final' },
    },
    spec: {
      backupName: backupName(run),
      restorePVs: false,
      existingResourcePolicy: 'none',
      includedNamespaces: ['*'],
      // What is named takes part, and nothing that a plug-in may find beside it.
      includedResources: share.resources.length > 0 ? share.resources : NOTHING,
      namespaceMapping,
      // Velero keeps some and drops others, as it guesses; the rules say which.
      preserveNodePorts: true,
      resourceModifier: { kind: 'ConfigMap', name },
    },
  };
}

/** Velero's resource modifiers for the run: everything restored is marked as ours, and arrives as it is wanted. */
export function buildModifiers({ run, namespace, share }: RestoreRequest): KubeObject {
  const rules: ModifierRule[] = [labelRule(migratedLabels(run)), ...share.rules];
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: restoreName(run), namespace, labels: runLabels(run) },
    // Velero reads the one key there is.
    data: { 'modifiers.yaml': modifierText(rules) },
  };
}
