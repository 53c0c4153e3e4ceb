import type { Cluster } from '../../clients/kube/cluster.ts';
import { keyOf } from '../../domain/kube-object.ts';
import { buildReport, type Reported } from '../../domain/report/build.ts';
import {
  buildPages,
  isOfAnother,
  ownerOfRun,
  type ReportOwner,
  reportSelector,
} from '../../domain/report/pages.ts';
import type { Report } from '../../domain/report/report.ts';
import type { RunIdentity } from '../../domain/run/identity.ts';

/** Keeps a report beside its owner, in the place of the one before. */
export async function storeReport(
  host: Cluster,
  owner: ReportOwner,
  report: Report,
): Promise<void> {
  const pages = buildPages(owner, report);
  await Promise.all(pages.map((page) => host.apply(page)));
  const stored = await host.list({
    ...{ apiVersion: 'v1', kind: 'ConfigMap', namespace: owner.namespace },
    labelSelector: reportSelector(owner),
  });
  const before = stored.filter((page) => isOfAnother(page, pages));
  await Promise.all(before.map((page) => host.delete(keyOf(page))));
}

/** Keeps what a run decides. */
export async function reportRun(
  host: Cluster,
  run: RunIdentity,
  reported: Reported,
): Promise<void> {
  const at = new Date().toISOString();
  await storeReport(host, ownerOfRun(run), buildReport(reported, { at }));
}
