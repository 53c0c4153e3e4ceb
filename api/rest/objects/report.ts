import type { Cluster } from '../../../clients/kube/cluster.ts';
import { failure } from '../../../domain/failures/failure.ts';
import { keyOf, type KubeObject } from '../../../domain/kube-object.ts';
import { readPages, type ReportOwner, reportSelector } from '../../../domain/report/pages.ts';
import type { Report } from '../../../domain/report/report.ts';
import { DRY_RUN_ANNOTATIONS } from '../../../domain/report/request.ts';

/**
 * The newest report that is kept for a plan or a run.
 * @param hint what to do when there is none: then it fails with DRAY-1007
 */
export async function requireReport(
  host: Pick<Cluster, 'list' | 'name'>,
  { kind: ofKind, metadata }: KubeObject,
  hint: string,
): Promise<Report> {
  const { name, namespace = '', uid = '' } = metadata;
  const kind = ofKind as ReportOwner['kind'];
  const report = readPages(
    await host.list({
      ...{ apiVersion: 'v1', kind: 'ConfigMap', namespace },
      labelSelector: reportSelector({ kind, uid }),
    }),
  );
  if (report !== undefined) return report;
  throw failure('DRAY-1007', {
    detail: `there is no report of ${kind} ${namespace}/${name} yet`,
    object: `${host.name}: ${kind} ${namespace}/${name}`,
    hint,
  });
}

/** Asks for a dry run; the controller sees it, and has it made. */
export async function requestDryRun(
  host: Pick<Cluster, 'patch'>,
  plan: KubeObject,
  now: Date,
): Promise<{ plan: KubeObject; request: string }> {
  const request = now.toISOString();
  const annotations = { [DRY_RUN_ANNOTATIONS.requested]: request };
  return { plan: await host.patch(keyOf(plan), { metadata: { annotations } }), request };
}
