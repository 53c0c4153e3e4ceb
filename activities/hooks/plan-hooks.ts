import type { Cluster } from '../../clients/kube/cluster.ts';
import { isReady } from '../../domain/conditions/merge.ts';
import { hookSide } from '../../domain/hooks/runnable.ts';
import { plannedHooks, type PlannedHook } from '../../domain/hooks/plan-hooks.ts';
import { API_VERSION, parseKind } from '../../domain/kinds/index.ts';
import type { MigPlan } from '../../domain/kinds/mig-plan.ts';
import type { PlanHookFacts, Presence } from '../../domain/plan/facts.ts';
import { type NamespacePair, namespacesOf } from '../../domain/plan/namespaces.ts';

/** Both clusters of a plan, when both can be spoken to. */
export type Sides = Record<'source' | 'target', Cluster>;

/** Looks at all that the hooks of a plan refer to. */
export function gatherHookFacts(
  host: Cluster,
  { spec }: Pick<MigPlan, 'spec'>,
  sides: Sides | undefined,
): Promise<PlanHookFacts[]> {
  const pairs = namespacesOf(spec.namespaces ?? []);
  return Promise.all(
    plannedHooks(spec).map(async (planned): Promise<PlanHookFacts> => {
      const { hook } = planned;
      const found = hook && (await host.get({ apiVersion: API_VERSION, kind: 'MigHook', ...hook }));
      if (hook === undefined || found === undefined) return { planned };
      const parsed = parseKind('MigHook', found);
      const side = parsed.ok ? hookSide(parsed.value.spec.targetCluster) : undefined;
      const place = side && sides && (await placeOf(planned, { side, sides, pairs }));
      return {
        planned,
        found: { ...hook, ready: isReady(found) },
        ...(place === undefined ? {} : { place }),
      };
    }),
  );
}

interface Where {
  side: keyof Sides;
  sides: Sides;
  pairs: readonly NamespacePair[];
}

async function placeOf(
  { namespace, serviceAccount, phase }: PlannedHook,
  { side, sides, pairs }: Where,
): Promise<PlanHookFacts['place']> {
  if (namespace === undefined || serviceAccount === undefined) return undefined;
  const cluster = sides[side];
  const [hasNamespace, hasAccount] = await Promise.all([
    isThere(cluster, 'Namespace', namespace),
    isThere(cluster, 'ServiceAccount', serviceAccount, namespace),
  ]);
  // The run makes the namespaces of the application on the target before it runs any hook.
  const arriving = side === 'target' ? pairs.find((pair) => pair.target === namespace) : undefined;
  // With a namespace comes the account `default`; others come when the objects are restored.
  const comes =
    arriving !== undefined &&
    (serviceAccount === 'default' ||
      (phase === 'PostRestore' &&
        (await isThere(sides.source, 'ServiceAccount', serviceAccount, arriving.source))));
  return {
    cluster: cluster.name,
    namespace: presence(hasNamespace, arriving !== undefined),
    account: presence(hasAccount, comes),
  };
}

function presence(isThere: boolean, comes: boolean): Presence {
  if (isThere) return 'there';
  return comes ? 'to-come' : 'missing';
}

async function isThere(
  cluster: Cluster,
  kind: string,
  name: string,
  namespace?: string,
): Promise<boolean> {
  const key = { apiVersion: 'v1', kind, name, ...(namespace === undefined ? {} : { namespace }) };
  return (await cluster.get(key)) !== undefined;
}
