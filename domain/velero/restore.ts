import { PLUGIN_ANNOTATIONS } from '../kinds/annotations.ts';
import { VELERO_LABELS } from '../kinds/labels.ts';
import type { KubeObject } from '../kube-object.ts';
import { PRE_QUIESCE_REPLICAS, PRE_QUIESCE_SUSPEND, QUIESCED_BY } from '../quiesce/annotations.ts';
import type { QuiescedKind } from '../quiesce/workloads.ts';
import { migratedLabels, runLabels, runObjectName, type RunIdentity } from '../run/identity.ts';
import { backupName, VELERO_API } from './backup.ts';

/** What ran on the source and shall stand still on the target until all is there. */
export interface StoppedWorkload {
  kind: QuiescedKind;
  namespace: string;
  name: string;
  /** What the note on the object says: replicas, or `false` for a CronJob that was not suspended. */
  note: string;
}

export interface RestoreRequest {
  run: RunIdentity;
  /** Velero's namespace. */
  namespace: string;
  /** Source namespace → target namespace, only where they differ. */
  namespaceMapping: Record<string, string>;
  stopped: StoppedWorkload[];
}

const RESOURCES: Record<StoppedWorkload['kind'], string> = {
  Deployment: 'deployments.apps',
  StatefulSet: 'statefulsets.apps',
  CronJob: 'cronjobs.batch',
};

export function restoreName(run: RunIdentity): string {
  return runObjectName(run, 'final');
}

/** The restore of the application's objects; PVCs are there already, filled and compared. */
export function buildRestore({ run, namespace, namespaceMapping }: RestoreRequest): KubeObject {
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
      namespaceMapping,
      resourceModifier: { kind: 'ConfigMap', name },
    },
  };
}

/**
 * Velero's resource modifiers for the run: everything restored is marked as ours, and workloads arrive at zero
 * with the note that `unquiesce` reads, so that restoring and starting are two steps with a line between them.
 * The rules match by the namespace of the source: Velero applies them before it maps namespaces. Its pattern `*`
 * stops at a dot, which every group has; `**` does not.
 */
export function buildModifiers({ run, namespace, stopped }: RestoreRequest): KubeObject {
  const marks = { metadata: { labels: migratedLabels(run) } };
  const rules = {
    version: 'v1',
    resourceModifierRules: [
      { conditions: { groupResource: '**' }, mergePatches: [{ patchData: JSON.stringify(marks) }] },
      ...stopped.map((workload) => ({
        conditions: {
          groupResource: RESOURCES[workload.kind],
          resourceNameRegex: `^${workload.name.replaceAll('.', '\\.')}$`,
          namespaces: [workload.namespace],
        },
        mergePatches: [{ patchData: JSON.stringify(standstill(workload, run.uid)) }],
      })),
    ],
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: restoreName(run), namespace, labels: runLabels(run) },
    // JSON is YAML; Velero reads the one key there is.
    data: { 'modifiers.yaml': JSON.stringify(rules) },
  };
}

function standstill({ kind, note }: StoppedWorkload, runUid: string): unknown {
  const key = kind === 'CronJob' ? PRE_QUIESCE_SUSPEND : PRE_QUIESCE_REPLICAS;
  return {
    metadata: { annotations: { [key]: note, [QUIESCED_BY]: runUid } },
    spec: kind === 'CronJob' ? { suspend: true } : { replicas: 0 },
  };
}
