import type { Cluster } from '../../clients/kube/cluster.ts';
import { API_VERSION, GROUP, NAMESPACE } from '../../domain/kinds/group.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { removeNamespace } from './removal.ts';
import { DemoFailure } from './demo-failure.ts';
import type { Dray } from './dray.ts';
import type { Site } from './ground.ts';
import { hasEnded } from './readings.ts';
import { PART_OF } from './spec.ts';
import { type Patience, waitUntil } from './wait.ts';

const MIGRATION = { apiVersion: API_VERSION, kind: 'MigMigration', namespace: NAMESPACE };
const CANCEL_LIMIT = '3m';
const PLAN = { apiVersion: API_VERSION, kind: 'MigPlan', namespace: NAMESPACE };

/** Cancels, in full view, what an interrupted demo left running. Needs a server. */
export async function cancelPreviousRuns(host: Cluster, plan: string, dray: Dray): Promise<void> {
  for (const run of await runsOf(host, plan)) {
    if (!hasEnded(run)) await cancelRun(host, run.metadata.name, dray);
  }
}

/** Removes the plan of the last demo, and its runs, all of which have ended. */
export async function removePreviousPlan(
  host: Cluster,
  plan: string,
  patience: Patience,
): Promise<void> {
  for (const { metadata } of await runsOf(host, plan)) {
    await removeObject(host, { ...MIGRATION, name: metadata.name }, patience);
  }
  await removeObject(host, { ...PLAN, name: plan }, patience);
}

async function cancelRun(host: Cluster, name: string, dray: Dray): Promise<void> {
  await dray.show(['cancel', name, '--wait', '--timeout', CANCEL_LIMIT]);
  const run = await host.get({ ...MIGRATION, name });
  if (run === undefined || hasEnded(run)) return;
  throw new DemoFailure(`The run ${name} of an earlier demo does not end`, {
    hint:
      'Look into it in the Temporal UI. To go on without it, take another name ' +
      '(DRAY_DEMO_NAMESPACE=shop2 make demo), or other clusters (make clean, make demo).',
  });
}

/** Removes the application of the last demo from both clusters. */
export async function removePreviousApplication(
  sites: Site[],
  namespace: string,
  { isSandbox, ...patience }: Patience & { isSandbox: boolean },
): Promise<void> {
  await Promise.all(
    sites.map(async ({ cluster }) => {
      const found = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
      if (found === undefined) return;
      if (!isSandbox && !isOurs(found)) throw foreign(cluster, namespace);
      await removeNamespace(cluster, namespace, patience);
    }),
  );
}

async function runsOf(host: Cluster, plan: string): Promise<KubeObject[]> {
  const runs = await host.list(MIGRATION);
  return runs.filter(({ spec }) => {
    const { migPlanRef } = (spec ?? {}) as { migPlanRef?: { name?: string } };
    return migPlanRef?.name === plan;
  });
}

type Named = typeof PLAN & { name: string };

async function removeObject(host: Cluster, key: Named, patience: Patience): Promise<void> {
  await host.delete(key);
  await waitUntil({
    ...patience,
    what: `the old ${key.kind} ${key.name} to be gone`,
    look: async () => ((await host.get(key)) === undefined ? true : undefined),
    diagnose: async () => {
      const finalizers = (await host.get(key))?.metadata.finalizers ?? [];
      return [`It is held by the finalizers: ${finalizers.join(', ')}`];
    },
  });
}

/** Made by the demo, or brought by a run of ours. */
function isOurs({ metadata: { labels = {}, annotations = {} } }: KubeObject): boolean {
  const [key, value] = Object.entries(PART_OF)[0] ?? ['', ''];
  const names = [...Object.keys(labels), ...Object.keys(annotations)];
  return labels[key] === value || names.some((name) => name.startsWith(`${GROUP}/`));
}

function foreign(cluster: Cluster, namespace: string): DemoFailure {
  return new DemoFailure(`${cluster.name} has a namespace ${namespace} that is not the demo's`, {
    hint: 'Choose another name with DRAY_DEMO_NAMESPACE; nothing of yours is touched.',
  });
}
