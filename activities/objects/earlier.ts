import type { Cluster } from '../../clients/kube/cluster.ts';
import { LEDGER_LABEL, runOfPage } from '../../domain/objects/ledger-pages.ts';
import { planSelector, type RunIdentity } from '../../domain/run/identity.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { takeBackAll } from './take-back.ts';

/** The ledgers of earlier runs of the plan: what these could not take back. */
export async function earlierLedgers(host: Cluster, run: RunIdentity): Promise<Ledger[]> {
  const pages = await host.list({
    ...{ apiVersion: 'v1', kind: 'ConfigMap', namespace: run.namespace },
    labelSelector: `${planSelector(run)},${LEDGER_LABEL},migmigration!=${run.uid}`,
  });
  const runs = new Map(pages.map((page) => [page.metadata.labels?.['migmigration'], page]));
  return Promise.all([...runs.values()].map((page) => openLedger(host, runOfPage(page, run))));
}

/**
 * Takes back what earlier runs of the plan left on the target, so that this one can make it anew. A run that had made
 * everything may have started the application: what it made is left alone.
 */
export async function clearEarlierLedgers(
  host: Cluster,
  target: Cluster,
  run: RunIdentity,
): Promise<void> {
  for (const ledger of await earlierLedgers(host, run)) {
    if (!ledger.complete) await takeBackAll(target, ledger);
  }
}
