import type { Cluster } from '../clients/kube/cluster.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import type { ObjectChoice } from '../domain/objects/choice.ts';
import { listed } from '../domain/objects/refusals.ts';
import { byGroupKind, type ServedKind } from '../domain/objects/served.ts';
import { textAt } from '../domain/transform/read.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { backupName, buildBackup } from '../domain/velero/backup.ts';
import { notableErrors } from '../domain/velero/backup-errors.ts';
import { missingFromBackup } from '../domain/velero/missing.ts';
import { decideOnAll, placeable } from './objects/decide.ts';
import { bothClusters, type Ports, VELERO_NAMESPACE } from './ports.ts';
import { readContents } from './velero-contents.ts';
import { repositoryObstacle } from './velero-location.ts';
import { backupKey, createOnce, type Ends, replicate } from './velero-objects.ts';
import { fulfil } from './velero-order.ts';
import { fetchResults, tellErrors } from './velero-results.ts';
import { orderDeletion, removeVeleroObjects } from './velero-removal.ts';

/** The application's objects, by Velero: out of the source. */
export function createBackupActivities(ports: Ports) {
  return {
    async createBackup(facts: RunFacts): Promise<void> {
      const { source } = await bothClusters(ports, facts);
      await placeBackup(source, facts);
    },

    /**
     * Waits for the backup. That it could not take something is a warning, as in MTC: what it lacks of the application
     * is brought from the source itself.
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
      return explainBackup(ports, { source, target }, facts, partial);
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

async function explainBackup(
  ports: Ports,
  ends: Ends,
  facts: RunFacts,
  counted: string,
): Promise<ConditionDraft[]> {
  const which = { kind: 'Backup', name: backupName(facts.run) } as const;
  const [results, missing] = await Promise.all([
    fetchResults(ports, facts, which),
    missingOf(ports, ends, facts),
  ]);
  const errors = results === undefined ? undefined : notableErrors(results.errors);
  if (errors?.length === 0 && missing.length === 0) return [];
  const lacks = `It lacks ${listed(missing)}, which the run brings from the source itself.`;
  const message = [
    `Backup ${VELERO_NAMESPACE}/${which.name}: ${tellErrors(errors ?? [], counted)}`,
    ...(missing.length === 0 ? [] : [lacks]),
  ].join(' ');
  const type = 'VeleroInitialBackupPartiallyFailed';
  return [{ type, status: 'True', category: 'Warn', message, durable: true }];
}

/** What is to arrive, and is not in the backup. */
async function missingOf(
  ports: Ports,
  { source, target }: Ends,
  facts: RunFacts,
): Promise<string[]> {
  const [backup, items, { shipment }] = await Promise.all([
    source.get(backupKey(facts)),
    readContents(ports, facts),
    decideOnAll(source, target, facts),
  ]);
  const begunAt = textAt(backup, ['status', 'startTimestamp']);
  return missingFromBackup(items, placeable(shipment, facts.run), begunAt);
}

async function placeBackup(
  source: Cluster,
  { run, namespaces, storage, choice }: RunFacts,
): Promise<void> {
  const backup = buildBackup({
    ...(choice === undefined ? {} : { chosen: await servedChoice(source, choice) }),
    run,
    namespace: VELERO_NAMESPACE,
    namespaces: namespaces.map((pair) => pair.source),
    location: storage.name,
  });
  await createOnce(source, backup);
}

/** What is chosen, as the source serves it: Velero knows kinds by their plurals. */
async function servedChoice(
  source: Cluster,
  { kinds, selector }: ObjectChoice,
): Promise<{ kinds: ServedKind[]; selector: ObjectChoice['selector'] }> {
  const served = byGroupKind(await source.served());
  return { kinds: kinds.flatMap((kind) => served.get(kind)?.[0] ?? []), selector };
}
