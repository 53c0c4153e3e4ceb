import type { KubeObject } from '../kube-object.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { BARE_POD } from './bare-pods.ts';
import { CRON_JOB, JOB } from './batch.ts';
import { DAEMON_SET } from './daemon-sets.ts';
import type { Quiescer } from './quiescer.ts';
import { scaled } from './scaled.ts';

/** In the order in which they are stopped: what starts others first, as MTC does, and what others need last. */
export const QUIESCERS: readonly Quiescer[] = [
  CRON_JOB,
  JOB,
  scaled({ kind: 'DeploymentConfig.apps.openshift.io', apiVersions: ['apps.openshift.io/v1'] }),
  scaled({ kind: 'Deployment.apps', apiVersions: ['apps/v1'] }),
  scaled({ kind: 'ReplicaSet.apps', apiVersions: ['apps/v1'], onlyUnowned: true }),
  scaled({ kind: 'ReplicationController', apiVersions: ['v1'], onlyUnowned: true }),
  scaled({ kind: 'StatefulSet.apps', apiVersions: ['apps/v1'] }),
  DAEMON_SET,
];

const BY_KIND = new Map(QUIESCERS.map((quiescer) => [quiescer.kind, quiescer]));

/** How objects of a kind are stopped; undefined for a kind of which nothing runs, and for one that nobody can stop. */
export function quiescerOf(object: Pick<KubeObject, 'apiVersion' | 'kind'>): Quiescer | undefined {
  // Old clusters name the same kinds so in owners.
  return BY_KIND.get(groupKindOf(object).replace(/\.extensions$/, '.apps'));
}

/**
 * The quiescer of what is stopped and started itself; undefined for what its owner stops, and for all else. A pod
 * that nobody owns is among them, since it can at least be brought without being started.
 */
export function workloadQuiescer(object: KubeObject): Quiescer | undefined {
  const quiescer = groupKindOf(object) === BARE_POD.kind ? BARE_POD : quiescerOf(object);
  const owned = (object.metadata.ownerReferences ?? []).length > 0;
  return quiescer?.onlyUnowned === true && owned ? undefined : quiescer;
}

/** Whether an object is a workload that runs, or is to. */
export function isRunning(object: KubeObject): boolean {
  return workloadQuiescer(object)?.runs(object) === true;
}
