import type { Cluster } from '../clients/kube/cluster.ts';
import { failure } from '../domain/failures/failure.ts';
import { keyOf, type KubeObject } from '../domain/kube-object.ts';
import { RSYNC_LABELS } from '../domain/kinds/labels.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { planSelector, runSelector } from '../domain/run/identity.ts';
import { clearEarlierLedgers } from './objects/earlier.ts';
import { bothClusters, type Ports } from './ports.ts';
import { waitFor } from './wait-for.ts';

const GONE = { limitMs: 3 * 60_000, pollMs: 200 };

/** What a transfer is made of; the pods first, since the others are mounted in them. */
const TRANSFER_KINDS = ['Pod', 'Service', 'ConfigMap', 'Secret'] as const;

/** Everything that a run makes only for itself. */
export function createLeftoverActivities(ports: Ports) {
  return {
    /** Ends the transfer pods, so that the application on the target can have its volumes; waits for nothing. */
    async releaseVolumes(facts: RunFacts): Promise<void> {
      await eachSide(ports, facts, async (cluster, namespaces) => {
        await removeObjects(cluster, namespaces, ofRun(facts), ['Pod']);
      });
    },

    /** Removes all helpers of this run, and waits until they are gone. */
    async removeHelpers(facts: RunFacts): Promise<void> {
      await eachSide(ports, facts, (cluster, namespaces) =>
        removeAndWait(cluster, namespaces, ofRun(facts)),
      );
    },

    /** Removes helpers and objects that an earlier run of the same plan left behind. */
    async clearLeftovers(facts: RunFacts): Promise<void> {
      const { target } = await bothClusters(ports, facts);
      await clearEarlierLedgers(ports.clusters.host, target, facts.run);
      const earlier = `${planSelector(facts.run)},migmigration!=${facts.run.uid}`;
      const selector = `${earlier},${transferSelector()}`;
      await eachSide(ports, facts, (cluster, namespaces) =>
        removeAndWait(cluster, namespaces, selector),
      );
    },
  };
}

function ofRun({ run }: RunFacts): string {
  return `${runSelector(run)},${transferSelector()}`;
}

function transferSelector(): string {
  return `app=${RSYNC_LABELS.app.app}`;
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
): Promise<void> {
  await removeObjects(cluster, namespaces, selector, TRANSFER_KINDS);
  await waitFor(
    async () => {
      const left = await listObjects(cluster, namespaces, selector, TRANSFER_KINDS);
      return left.length === 0
        ? { done: true, value: undefined }
        : { done: false, seen: left.map((object) => object.metadata.name).join(', ') };
    },
    GONE,
    (seen) => failure('DRAY-5001', { detail: `${seen} do not go away`, object: cluster.name }),
  );
}

async function removeObjects(
  cluster: Cluster,
  namespaces: string[],
  selector: string,
  kinds: readonly string[],
): Promise<void> {
  const found = await listObjects(cluster, namespaces, selector, kinds);
  for (const object of found) {
    const { uid } = object.metadata;
    await cluster.delete(keyOf(object), uid === undefined ? {} : { uid });
  }
}

async function listObjects(
  cluster: Cluster,
  namespaces: string[],
  labelSelector: string,
  kinds: readonly string[],
): Promise<KubeObject[]> {
  const lists = await Promise.all(
    kinds.flatMap((kind) =>
      namespaces.map((namespace) =>
        cluster.list({ apiVersion: 'v1', kind, namespace, labelSelector }),
      ),
    ),
  );
  return lists.flat();
}
