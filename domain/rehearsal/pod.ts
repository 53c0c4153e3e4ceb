import type { KubeObject } from '../kube-object.ts';
import type { GroupKind } from '../transform/contract.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { SYSTEM_CLASSES } from '../transform/rules/classes.ts';
import { podSpecPath } from '../transform/pod-spec.ts';
import { at, listAt, lookUp, namespaceOf, recordAt, textAt } from '../transform/read.ts';

/** Who makes the pods of each kind of workload: policies ask who owns a pod. */
const MAKERS: Readonly<Record<GroupKind, { apiVersion: string; kind: string }>> = {
  'Deployment.apps': { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
  'ReplicaSet.apps': { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
  'StatefulSet.apps': { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  'DaemonSet.apps': { apiVersion: 'apps/v1', kind: 'DaemonSet' },
  'Job.batch': { apiVersion: 'batch/v1', kind: 'Job' },
  'CronJob.batch': { apiVersion: 'batch/v1', kind: 'Job' },
  ReplicationController: { apiVersion: 'v1', kind: 'ReplicationController' },
  'DeploymentConfig.apps.openshift.io': { apiVersion: 'v1', kind: 'ReplicationController' },
};

/** What of a pod cannot be rehearsed, since the target does not have it (yet). */
export interface PodGaps {
  /** Service accounts that come with the run, as `namespace/name`. */
  comingAccounts: ReadonlySet<string>;
  /** Classes that the target has now. */
  priorityClasses: readonly string[];
  runtimeClasses: readonly string[];
}

/**
 * A pod as the controller of a workload would make it, for a rehearsal; undefined when the object makes none. What it
 * names and the target lacks is left out: whether that comes, or has to be made, is told elsewhere.
 * @param workload as it is to arrive
 */
export function rehearsedPod(workload: KubeObject, gaps: PodGaps): KubeObject | undefined {
  const kind = groupKindOf(workload);
  const maker = lookUp(MAKERS, kind);
  const path = podSpecPath(workload);
  if (path === undefined || (kind !== 'Pod' && maker === undefined)) return undefined;
  const spec = withoutGaps(workload, recordAt(workload, path), gaps);
  if (maker === undefined) return { ...workload, spec };
  const template = path.slice(0, -1);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: podName(workload.metadata.name),
      ...(workload.metadata.namespace === undefined
        ? {}
        : { namespace: workload.metadata.namespace }),
      labels: textsAt(workload, [...template, 'metadata', 'labels']),
      annotations: textsAt(workload, [...template, 'metadata', 'annotations']),
      // Nothing is kept, so nobody looks for the owner.
      ownerReferences: [{ ...maker, name: workload.metadata.name, uid: NOBODY, controller: true }],
    },
    spec: withClaims(spec, workload),
  };
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
const LONGEST_NAME = 63;

function podName(workload: string): string {
  const tail = '-rehearsal';
  return `${workload.slice(0, LONGEST_NAME - tail.length).replace(/[.-]+$/, '')}${tail}`;
}

function textsAt(object: KubeObject, path: readonly string[]): Record<string, string> {
  const entries = Object.entries(recordAt(object, path));
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

type Spec = Readonly<Record<string, unknown>>;

function withoutGaps(workload: KubeObject, spec: Spec, gaps: PodGaps): Spec {
  const left = [
    ...(isAccountComing(workload, gaps) ? ['serviceAccountName', 'serviceAccount'] : []),
    ...lacking(spec, 'priorityClassName', [...SYSTEM_CLASSES, ...gaps.priorityClasses]),
    ...lacking(spec, 'runtimeClassName', gaps.runtimeClasses),
  ];
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !left.includes(key)));
}

/** Whether the account of a workload's pods comes with the run. */
export function isAccountComing(
  workload: KubeObject,
  { comingAccounts }: Pick<PodGaps, 'comingAccounts'>,
): boolean {
  const spec = at(workload, podSpecPath(workload) ?? []);
  const account = textAt(spec, ['serviceAccountName']) ?? textAt(spec, ['serviceAccount']);
  return account !== undefined && comingAccounts.has(`${namespaceOf(workload)}/${account}`);
}

function lacking(spec: Spec, field: string, known: readonly string[]): string[] {
  const name = textAt(spec, [field]);
  return name === undefined || known.includes(name) ? [] : [field];
}

/** A StatefulSet gives each of its pods volumes of its own, which its template only mounts. */
function withClaims(spec: Spec, workload: KubeObject): Spec {
  const names = listAt(workload, ['spec', 'volumeClaimTemplates']).flatMap(
    (template) => textAt(template, ['metadata', 'name']) ?? [],
  );
  if (groupKindOf(workload) !== 'StatefulSet.apps' || names.length === 0) return spec;
  const others = listAt(spec, ['volumes']).filter(
    (volume) => !names.includes(textAt(volume, ['name']) ?? ''),
  );
  const own = names.map((name) => ({
    name,
    persistentVolumeClaim: { claimName: `${name}-${workload.metadata.name}-0` },
  }));
  return { ...spec, volumes: [...others, ...own] };
}
