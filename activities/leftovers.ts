import { log } from '@temporalio/activity';
import type { Cluster } from '../clients/kube/cluster.ts';
import { failure } from '../domain/failures/failure.ts';
import { keyOf, type KubeObject } from '../domain/kube-object.ts';
import { RSYNC_LABELS } from '../domain/kinds/labels.ts';
import { needsVelero } from '../domain/plan/object-transport.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { isHelper } from '../domain/rollback/helper.ts';
import { planSelector, type RunIdentity, runSelector } from '../domain/run/identity.ts';
import { movesObjects } from '../domain/run/run-type.ts';
import { ROUTE_API } from '../domain/transfer/manifests/endpoint.ts';
import { removeHookObjects } from './hooks/removal.ts';
import { clearEarlierLedgers } from './objects/earlier.ts';
import type { Ledger } from './objects/ledger.ts';
import { bothClusters, type Ports } from './ports.ts';
import { removeTraces } from './rollback/velero.ts';
import { waitFor } from './wait-for.ts';

const GONE = { limitMs: 3 * 60_000, pollMs: 200 };

interface ServedKind {
  apiVersion: string;
  kind: string;
}

/** What a transfer is made of; the pods first, since the others are mounted in them. */
const TRANSFER_KINDS: readonly ServedKind[] = [
  ...['Pod', 'Service', 'ConfigMap', 'Secret'].map((kind) => ({ apiVersion: 'v1', kind })),
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  { apiVersion: ROUTE_API, kind: 'Route' },
];
const PODS: readonly ServedKind[] = [{ apiVersion: 'v1', kind: 'Pod' }];

/** Everything that a run makes only for itself. */
export function createLeftoverActivities(ports: Ports) {
  return {
    /** Ends the transfer pods, so that the application on the target can have its volumes; waits for nothing. */
    async releaseVolumes(facts: RunFacts): Promise<void> {
      await eachSide(ports, facts, async (cluster, namespaces) => {
        await removeAll(cluster, await listObjects(cluster, namespaces, ofRun(facts), PODS));
      });
    },

    /** Removes all helpers of this run, what its hooks ran with among them, and waits until they are gone. */
    async removeHelpers(facts: RunFacts): Promise<void> {
      await Promise.all([
        removeHooks(ports, facts, runSelector(facts.run)),
        eachSide(ports, facts, (cluster, namespaces) =>
          removeAndWait(cluster, namespaces, ofRun(facts)),
        ),
      ]);
    },

    /** Removes helpers and objects that an earlier run of the same plan left behind. */
    async clearLeftovers(facts: RunFacts): Promise<void> {
      const { target } = await bothClusters(ports, facts);
      // What Velero made comes into the ledgers before these are gone through.
      if (usesVelero(facts)) await clearVelero(ports, facts);
      await clearEarlierLedgers(ports.clusters.host, target, facts.run);
      await removeHooks(ports, facts, earlierRuns(facts));
      await eachSide(ports, facts, (cluster, namespaces) =>
        removeAndWait(cluster, namespaces, ofEarlierRuns(facts)),
      );
    },

    /** Removes the helpers of all runs of the plan; returns how many there were. */
    async removeTransfers(facts: RunFacts): Promise<{ removed: number }> {
      let removed = await removeHooks(ports, facts, earlierRuns(facts));
      await eachSide(ports, facts, async (cluster, namespaces) => {
        const selector = ofEarlierRuns(facts);
        const found = await listObjects(cluster, namespaces, selector, TRANSFER_KINDS);
        removed += found.filter(isHelper).length;
        await removeAndWait(cluster, namespaces, selector, isHelper);
      });
      return { removed };
    },
  };
}

/** A stage asks nothing of Velero, and looks at nothing that a cutover may have left on purpose. */
function usesVelero({ objectTransport, type }: RunFacts): boolean {
  return needsVelero(objectTransport) && movesObjects(type);
}

/** A run that had made everything may have started the application: what it made is left alone. */
async function clearVelero(ports: Ports, facts: RunFacts): Promise<void> {
  const isMeant = ({ uid }: RunIdentity, ledger: Ledger | undefined): boolean =>
    uid !== facts.run.uid && ledger?.complete !== true;
  const { left } = await removeTraces(ports, facts, isMeant);
  // They are in nobody's way, and found again by the next run.
  if (left.length > 0) log.warn('Velero has not deleted what earlier runs left', { left });
}

function ofRun({ run }: RunFacts): string {
  return `${runSelector(run)},${transferSelector()}`;
}

function ofEarlierRuns(facts: RunFacts): string {
  return `${earlierRuns(facts)},${transferSelector()}`;
}

function earlierRuns({ run }: RunFacts): string {
  return `${planSelector(run)},migmigration!=${run.uid}`;
}

function transferSelector(): string {
  return `app=${RSYNC_LABELS.app.app}`;
}

async function removeHooks(ports: Ports, facts: RunFacts, selector: string): Promise<number> {
  const { source, target } = await bothClusters(ports, facts);
  const removed = await Promise.all(
    [source, target].map((cluster) => removeHookObjects(cluster, selector)),
  );
  return removed.reduce((sum, count) => sum + count, 0);
}

async function eachSide(
  ports: Ports,
  facts: RunFacts,
  act: (cluster: Cluster, namespaces: string[]) => Promise<void>,
): Promise<void> {
  const { source, target } = await bothClusters(ports, facts);
  await Promise.all([
    act(
      source,
      facts.namespaces.map((pair) => pair.source),
    ),
    act(
      target,
      facts.namespaces.map((pair) => pair.target),
    ),
  ]);
}

async function removeAndWait(
  cluster: Cluster,
  namespaces: string[],
  selector: string,
  isMeant: (object: KubeObject) => boolean = () => true,
): Promise<void> {
  const look = async () => {
    const found = await listObjects(cluster, namespaces, selector, TRANSFER_KINDS);
    return found.filter(isMeant);
  };
  await removeAll(cluster, await look());
  await waitFor(
    async () => {
      const left = await look();
      return left.length === 0
        ? { done: true, value: undefined }
        : { done: false, seen: left.map((object) => object.metadata.name).join(', ') };
    },
    GONE,
    (seen) => failure('DRAY-5001', { detail: `${seen} do not go away`, object: cluster.name }),
  );
}

async function removeAll(cluster: Cluster, objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects) {
    const { uid } = object.metadata;
    await cluster.delete(keyOf(object), uid === undefined ? {} : { uid });
  }
}

async function listObjects(
  cluster: Cluster,
  namespaces: string[],
  labelSelector: string,
  kinds: readonly ServedKind[],
): Promise<KubeObject[]> {
  const served = await servedOf(cluster, kinds);
  const lists = await Promise.all(
    served.flatMap(({ apiVersion, kind }) =>
      namespaces.map((namespace) => cluster.list({ apiVersion, kind, namespace, labelSelector })),
    ),
  );
  return lists.flat();
}

/** A cluster that does not know a kind has none of it. */
async function servedOf<T extends { apiVersion: string; kind: string }>(
  cluster: Cluster,
  kinds: readonly T[],
): Promise<T[]> {
  const known = await Promise.all(
    kinds.map(
      async ({ apiVersion, kind }) =>
        apiVersion === 'v1' || (await cluster.servedKinds(apiVersion)).includes(kind),
    ),
  );
  return kinds.filter((_, index) => known[index]);
}
