import type { Cluster } from '../clients/kube/cluster.ts';
import { failure } from '../domain/failures/failure.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import { listed } from '../domain/objects/refusals.ts';
import { textAt } from '../domain/transform/read.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { backupName, buildBackup } from '../domain/velero/backup.ts';
import { missingFromBackup } from '../domain/velero/missing.ts';
import { decideOnAll, placeable } from './objects/decide.ts';
import { bothClusters, type Ports, VELERO_NAMESPACE } from './ports.ts';
import { readContents } from './velero-contents.ts';
import { repositoryObstacle } from './velero-location.ts';
import { backupKey, createOnce, type Ends, replicate } from './velero-objects.ts';
import { fulfil } from './velero-order.ts';
import { explainPartial } from './velero-results.ts';
import { orderDeletion, removeVeleroObjects } from './velero-removal.ts';

/** The application's objects, by Velero: out of the source. */
export function createBackupActivities(ports: Ports) {
  return {
    async createBackup(facts: RunFacts): Promise<void> {
      const { source } = await bothClusters(ports, facts);
      await placeBackup(source, facts);
    },

    /**
     * Waits for the backup. That it could not take something is a warning, as in MTC, unless that is to arrive: then
     * it is a failure, while the application still runs.
     */
    async awaitBackup(facts: RunFacts): Promise<ConditionDraft[]> {
      const { source, target } = await bothClusters(ports, facts);
      const partial = await fulfil({
        ...{ cluster: source, key: backupKey(facts), code: 'DRAY-4002' },
        place: () => placeBackup(source, facts),
        withdraw: async () => {
          const backup = await source.get(backupKey(facts));
          if (backup !== undefined) await orderDeletion(source, backup);
        },
        obstacle: () => repositoryObstacle(ports, facts, source),
      });
      // At once, and not in the outage.
      await replicate({ source, target }, facts);
      if (partial === undefined) return [];
      const name = backupName(facts.run);
      const why = await explainPartial(ports, facts, { kind: 'Backup', name, counted: partial });
      await refuseMissing(ports, { source, target }, facts, why);
      return [
        {
          type: 'VeleroInitialBackupPartiallyFailed',
          status: 'True',
          category: 'Warn',
          message: `Backup ${VELERO_NAMESPACE}/${name}: ${why}`,
          durable: true,
        },
      ];
    },

    /** Shows the backup to the target; Velero's own sync takes up to a minute for it. */
    async replicateBackup(facts: RunFacts): Promise<void> {
      await replicate(await bothClusters(ports, facts), facts);
    },

    /** Takes back what the run asked of Velero: the backup with its files in the bucket, and the restore. */
    async deleteVeleroObjects(facts: RunFacts): Promise<void> {
      await removeVeleroObjects(await bothClusters(ports, facts), facts);
    },
  };
}

async function refuseMissing(
  ports: Ports,
  { source, target }: Ends,
  facts: RunFacts,
  why: string,
): Promise<void> {
  const [backup, items, { shipment }] = await Promise.all([
    source.get(backupKey(facts)),
    readContents(ports, facts),
    decideOnAll(source, target, facts),
  ]);
  const begunAt = textAt(backup, ['status', 'startTimestamp']);
  const missing = missingFromBackup(items, placeable(shipment, facts.run), begunAt);
  if (missing.length === 0) return;
  const object = `${source.name}: Backup ${backupName(facts.run)}`;
  throw failure('DRAY-4002', { detail: `it lacks ${listed(missing)}: ${why}`, object });
}

async function placeBackup(source: Cluster, { run, namespaces, storage }: RunFacts): Promise<void> {
  const backup = buildBackup({
    run,
    namespace: VELERO_NAMESPACE,
    namespaces: namespaces.map((pair) => pair.source),
    location: storage.name,
  });
  await createOnce(source, backup);
}
