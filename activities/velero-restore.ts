import { log } from '@temporalio/activity';
import type { Cluster } from '../clients/kube/cluster.ts';
import { failure } from '../domain/failures/failure.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import { definedKinds } from '../domain/objects/definitions.ts';
import { namespaceMapping } from '../domain/plan/namespaces.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { migratedLabels } from '../domain/run/identity.ts';
import { changedByPlugins, PLUGIN_CONFIG_SELECTOR } from '../domain/velero/plugin-configs.ts';
import { buildModifiers, buildRestore, restoreName } from '../domain/velero/restore.ts';
import { restoreConditions } from '../domain/velero/restore-conditions.ts';
import { type Share, shareOut } from '../domain/velero/share.ts';
import { sortWarnings } from '../domain/velero/warnings.ts';
import { announce, withAccountSecrets } from './objects/account-secrets.ts';
import { decideOnAll, placeable, refuseUndecided } from './objects/decide.ts';
import { openLedger } from './objects/ledger.ts';
import { placeArrivals } from './objects/place.ts';
import { bothClusters, type Ports, VELERO_NAMESPACE } from './ports.ts';
import { readContents } from './velero-contents.ts';
import { repositoryObstacle } from './velero-location.ts';
import { createOnce, modifiersKey, replicate, restoreKey } from './velero-objects.ts';
import { fulfil } from './velero-order.ts';
import { explainPartial, fetchResults } from './velero-results.ts';

/** The application's objects, by Velero: into the target. What it cannot bring is made by ourselves afterwards. */
export function createRestoreActivities(ports: Ports) {
  return {
    /** Orders the restore; workloads that run on the source arrive standing still. */
    async createRestore(facts: RunFacts): Promise<void> {
      await orderRestore(ports, facts);
    },

    /**
     * Waits for the restore; anything that did not arrive as it was to is a failure, before anything is started.
     * @returns what somebody should look at
     */
    async awaitRestore(facts: RunFacts): Promise<ConditionDraft[]> {
      const { target } = await bothClusters(ports, facts);
      const partial = await fulfil({
        ...{ cluster: target, key: restoreKey(facts), code: 'DRAY-4003' },
        place: () => orderRestore(ports, facts),
        withdraw: () => target.delete(restoreKey(facts)),
        obstacle: () => repositoryObstacle(ports, facts, target),
      });
      if (partial !== undefined) {
        const name = restoreName(facts.run);
        const told = { kind: 'Restore', name, counted: partial } as const;
        const detail = await explainPartial(ports, facts, told);
        throw failure('DRAY-4003', { detail, object: `${target.name}: Restore ${name}` });
      }
      const conditions = await readWarnings(ports, facts, target);
      await target.delete(modifiersKey(facts));
      return conditions;
    },
  };
}

/**
 * Everything that is to be made is written down before Velero is asked to make its part, and definitions are there
 * before their objects.
 */
async function orderRestore(ports: Ports, facts: RunFacts): Promise<void> {
  const ends = await bothClusters(ports, facts);
  const { source, target } = ends;
  if ((await target.get(restoreKey(facts))) !== undefined) return;
  const [first, items, plugins, ledger] = await Promise.all([
    decideOnAll(source, target, facts),
    readContents(ports, facts),
    target.list({
      ...{ apiVersion: 'v1', kind: 'ConfigMap', namespace: VELERO_NAMESPACE },
      labelSelector: PLUGIN_CONFIG_SELECTOR,
    }),
    openLedger(ports.clusters.host, facts.run),
  ]);
  refuseUndecided(ends, first);
  const decided = await withAccountSecrets({ target, ledger }, facts, first);
  const arrivals = placeable(decided.shipment, facts.run);
  const customKinds = definedKinds(arrivals.map(({ found }) => found));
  const mapping = namespaceMapping(facts.namespaces);
  const share = shareOut(items, arrivals, {
    labels: migratedLabels(facts.run),
    ...{ mapping, customKinds },
    changed: changedByPlugins(plugins),
  });
  log.info('what Velero restores, and why not the rest', { ...share, rules: share.rules.length });

  await announce({ target, ledger, arrivals });
  const definitions = arrivals.filter(({ wanted }) => wanted.kind === 'CustomResourceDefinition');
  await placeArrivals({ target, ledger, arrivals: definitions, customKinds });
  await replicate(ends, facts);
  await order(target, facts, share);
}

async function order(target: Cluster, { run, namespaces }: RunFacts, share: Share): Promise<void> {
  const mapping = namespaceMapping(namespaces);
  const request = { run, namespace: VELERO_NAMESPACE, namespaceMapping: mapping, share };
  await target.apply(buildModifiers(request));
  await createOnce(target, buildRestore(request));
}

/** What Velero found in the way. What the run has written down is its own, or is looked at once more. */
async function readWarnings(
  ports: Ports,
  facts: RunFacts,
  target: Cluster,
): Promise<ConditionDraft[]> {
  const name = restoreName(facts.run);
  const restore = await target.get(restoreKey(facts));
  const { warnings: counted = 0 } = (restore?.['status'] ?? {}) as { warnings?: number };
  if (counted === 0) return [];
  const [results, ledger] = await Promise.all([
    fetchResults(ports, facts, { kind: 'Restore', name }),
    openLedger(ports.clusters.host, facts.run),
  ]);
  const ours = new Set([...ledger.entries.values()].map((entry) => JSON.stringify(placeOf(entry))));
  const warnings =
    results && sortWarnings(results.warnings, (found) => ours.has(JSON.stringify(placeOf(found))));
  return restoreConditions(`${VELERO_NAMESPACE}/${name}`, counted, warnings);
}

function placeOf({ kind, namespace, name }: { kind: string; namespace?: string; name: string }) {
  return [kind, namespace ?? '', name];
}
