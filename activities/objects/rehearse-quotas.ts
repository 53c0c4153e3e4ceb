import type { Cluster } from '../../clients/kube/cluster.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { objectDemand, podDemand } from '../../domain/rehearsal/demands.ts';
import type { Finding } from '../../domain/rehearsal/finding.ts';
import { containerDefaults } from '../../domain/rehearsal/pod-amounts.ts';
import { quotaFindings } from '../../domain/rehearsal/quota.ts';
import { groupKindOf } from '../../domain/transform/group-kind.ts';
import { namespaceOf } from '../../domain/transform/read.ts';

export interface QuotaQuestion {
  target: Cluster;
  /** Of the target. */
  namespaces: readonly string[];
  /** Objects that the run makes, claims too. */
  coming: readonly KubeObject[];
  /** Every workload as it is to run, with one of its pods. */
  pods: readonly { workload: KubeObject; pod: KubeObject }[];
}

/** Adds up what all of the application asks for, and compares it with the quotas that are there or come along. */
export async function rehearseQuotas(question: QuotaQuestion): Promise<Finding[]> {
  const { target, namespaces, coming, pods } = question;
  const present = await listIn(target, namespaces, 'ResourceQuota');
  const arriving = coming.filter((object) => groupKindOf(object) === 'ResourceQuota');
  if (present.length + arriving.length === 0) return [];
  const [ranges, { kinds }] = await Promise.all([
    listIn(target, namespaces, 'LimitRange'),
    target.served(),
  ]);
  const limits = Map.groupBy(
    [...ranges, ...coming.filter((object) => groupKindOf(object) === 'LimitRange')],
    namespaceOf,
  );
  const resources = new Map(kinds.map((kind) => [groupKindOf(kind), kind.resource]));
  return quotaFindings(
    [
      ...present.map((quota) => ({ quota, arrives: false })),
      ...arriving.map((quota) => ({ quota, arrives: true })),
    ],
    [
      ...pods.map(({ workload, pod }) =>
        podDemand(workload, pod, containerDefaults(limits.get(namespaceOf(workload)) ?? [])),
      ),
      ...coming
        .filter(({ kind }) => kind !== 'Pod')
        .flatMap((object) => {
          const resource = resources.get(groupKindOf(object));
          return resource === undefined ? [] : objectDemand(object, resource);
        }),
    ],
  );
}

async function listIn(
  target: Cluster,
  namespaces: readonly string[],
  kind: 'ResourceQuota' | 'LimitRange',
): Promise<KubeObject[]> {
  const lists = await Promise.all(
    namespaces.map((namespace) => target.list({ apiVersion: 'v1', kind, namespace })),
  );
  return lists.flat();
}
