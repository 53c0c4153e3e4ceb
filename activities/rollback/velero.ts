import { isFailure } from '../../domain/failures/failure.ts';
import type { ConditionDraft } from '../../domain/kinds/condition.ts';
import { leftAlone } from '../../domain/rollback/conditions.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import type { RunIdentity } from '../../domain/run/identity.ts';
import { backupName } from '../../domain/velero/backup.ts';
import { restoreName } from '../../domain/velero/restore.ts';
import { atOnce } from '../at-once.ts';
import type { Ledger } from '../objects/ledger.ts';
import { bothClusters, type Ports, VELERO_NAMESPACE } from '../ports.ts';
import { endRestore } from '../restored.ts';
import { backupKey, type Ends, modifiersKey, restoreKey } from '../velero-objects.ts';
import { removeVeleroObjects } from '../velero-removal.ts';
import { adoptRestored } from './adopt.ts';
import { gatherMade, listKnown, targetNamespaces } from './made.ts';

const RUNS_AT_ONCE = 4;

/** Backups and Restores of a plan. */
export function createPlanVeleroActivities(ports: Ports) {
  return {
    /**
     * Deletes what the runs of the plan asked of Velero, with the files in the repository. A repository that is away
     * holds nothing up: what is left is told, and found again by the next rollback.
     */
    async deletePlanBackups(
      facts: RunFacts,
    ): Promise<{ deleted: number; conditions: ConditionDraft[] }> {
      const { deleted, left } = await removeTraces(ports, facts);
      const intro = 'Velero has not deleted these yet';
      return { deleted, conditions: leftAlone('VeleroObjectsLeft', intro, left) };
    },
  };
}

/**
 * Removes what runs of a plan asked of Velero, and writes into their ledgers what Velero made beside it.
 * @returns how many runs had something, and what Velero has not deleted, in words
 */
export async function removeTraces(
  ports: Ports,
  facts: RunFacts,
  isMeant: (run: RunIdentity, ledger: Ledger | undefined) => boolean = () => true,
): Promise<{ deleted: number; left: string[] }> {
  const { host } = ports.clusters;
  const ends = await bothClusters(ports, facts);
  const { runs, ledgers } = await gatherMade(host, facts.run);
  const ledgerOf = new Map(ledgers.map((ledger) => [ledger.run.uid, ledger]));
  const meant = runs.filter((run) => isMeant(run, ledgerOf.get(run.uid)));
  const asked = await runsWithTraces(ends, meant);
  const left: string[] = [];
  await atOnce(RUNS_AT_ONCE, asked, async (run) => {
    try {
      await endRestore(ends.target, { run });
      const namespaces = targetNamespaces(facts, ledgers);
      await adoptRestored({ host, target: ends.target }, [run], namespaces);
      await removeVeleroObjects(ends, { run });
    } catch (error) {
      if (!isFailure(error, 'DRAY-4001')) throw error;
      left.push(error.detail);
    }
  });
  return { deleted: asked.length - left.length, left };
}

/** Names are made of the run: who copies a Backup with its labels has to call it otherwise. */
async function runsWithTraces(
  { source, target }: Ends,
  runs: readonly RunIdentity[],
): Promise<RunIdentity[]> {
  const [first] = runs;
  if (first === undefined) return [];
  const kinds = [backupKey, restoreKey, modifiersKey].map((key) => key({ run: first }));
  const lists = await Promise.all(
    [source, target].flatMap((cluster) =>
      kinds.map(({ apiVersion, kind }) =>
        listKnown(cluster, { apiVersion, kind, namespace: VELERO_NAMESPACE }),
      ),
    ),
  );
  const names = new Set(lists.flat().map(({ metadata }) => metadata.name));
  return runs.filter((run) => names.has(backupName(run)) || names.has(restoreName(run)));
}
