import type { Cluster } from '../../clients/kube/cluster.ts';
import { keyOf } from '../../domain/kube-object.ts';
import { ledgerKeyOf } from '../../domain/objects/ledger.ts';
import { isRestoredBy, RESTORE_LABEL } from '../../domain/rollback/restored-by.ts';
import type { RunIdentity } from '../../domain/run/identity.ts';
import { restoreName } from '../../domain/velero/restore.ts';
import { openLedger } from '../objects/ledger.ts';
import { VELERO_NAMESPACE } from '../ports.ts';
import { listRestored } from '../restored.ts';
import { restoreKey } from '../velero-objects.ts';
import { listKnown } from './made.ts';

/** Restores of the plan that are there; a name proves whose each of them is. */
export async function restoredRuns(
  target: Cluster,
  runs: readonly RunIdentity[],
): Promise<RunIdentity[]> {
  const { apiVersion, kind } = restoreKey({ run: runs[0] ?? NOBODY });
  const found = await listKnown(target, { apiVersion, kind, namespace: VELERO_NAMESPACE });
  const names = new Set(found.map(({ metadata }) => metadata.name));
  return runs.filter((run) => names.has(restoreName(run)));
}

const NOBODY: RunIdentity = { namespace: '', migration: '', uid: '', plan: '', planUid: '' };

/**
 * Writes into the ledgers what Velero made beside what it was asked for, as long as its Restores say when that was:
 * from then on the uid decides about all of it.
 */
export async function adoptRestored(
  { host, target }: { host: Cluster; target: Cluster },
  runs: readonly RunIdentity[],
  namespaces: readonly string[],
): Promise<void> {
  for (const run of await restoredRuns(target, runs)) {
    const restore = await target.get(restoreKey({ run }));
    if (restore === undefined) continue;
    const selector = `${RESTORE_LABEL}=${restoreName(run)}`;
    const [marked, ledger] = await Promise.all([
      listRestored(target, namespaces, selector),
      openLedger(host, run),
    ]);
    const ours = marked.filter(
      (object) => isRestoredBy(restore, object) && !ledger.entries.has(ledgerKeyOf(object)),
    );
    ledger.put(
      ours.map((object) => {
        const { uid = '', creationTimestamp = '' } = object.metadata;
        return { ...keyOf(object), at: creationTimestamp, uid };
      }),
    );
    await ledger.save();
  }
}
