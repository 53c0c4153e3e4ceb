import { log } from '@temporalio/activity';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { isFailure } from '../../domain/failures/failure.ts';
import type { RunIdentity } from '../../domain/run/identity.ts';
import { openLedger } from './ledger.ts';

/**
 * The application runs on the target, and the run is not taken back any more: its ledger is for a rollback, and
 * goes when the plan goes. A host cluster that is away must not hold up a start; the ledger is then kept until somebody deletes it.
 */
export async function handOverLedger(host: Cluster, run: RunIdentity): Promise<void> {
  try {
    await (await openLedger(host, run)).handOver();
  } catch (error) {
    if (!isFailure(error)) throw error;
    log.warn('the ledger is kept beyond its plan', { error: error.message });
  }
}
