import type { Cluster } from '../clients/kube/cluster.ts';
import { failure, isFailure } from '../domain/failures/failure.ts';
import { pullerPod, pullSecretCopy } from '../domain/images/puller.ts';
import { pullState, type PullState } from '../domain/images/pull-state.ts';
import { type WantedImages, wantedImages } from '../domain/images/wanted.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import { keyOf, type KubeObject } from '../domain/kube-object.ts';
import { isChosen } from '../domain/objects/choice.ts';
import type { Arrival } from '../domain/objects/shipment.ts';
import { targetNamespaceOf } from '../domain/plan/namespaces.ts';
import { willStart } from '../domain/quiesce/stopped.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { runSelector } from '../domain/run/identity.ts';
import type { TransformContext } from '../domain/transform/contract.ts';
import { accountOfSecret } from '../domain/transform/pull-secrets.ts';
import { transform } from '../domain/transform/transform.ts';
import { bothClusters, type Ports } from './ports.ts';
import { gatherContext } from './objects/context.ts';
import { waitFor } from './wait-for.ts';
import { listWorkloads } from './workloads.ts';

/** Images of many gigabytes from a registry far away. */
const PULLED = { limitMs: 100 * 60_000, pollMs: 200 };
/** A registry may be busy, a node may be on its way; after this long a person should know. */
const HOPE_MS = 60_000;

interface Pull {
  wanted: WantedImages;
  pod: KubeObject;
}

/** The images of the application, on the target before anything is stopped. */
export function createImageActivities(ports: Ports) {
  return {
    /**
     * Has a node of the target pull every image that is to start there. The pull is no part of the outage then,
     * and one that cannot succeed ends the run while the application still runs on the source.
     */
    async pullImages(facts: RunFacts): Promise<ConditionDraft[]> {
      const { source, target } = await bothClusters(ports, facts);
      const [workloads, context] = await Promise.all([
        startingWorkloads(source, facts),
        gatherContext(source, target, facts),
      ]);
      const wanted = wantedImages(arrivalsOf(workloads, context), context);
      const nodes = await nodesOfHelpers(target, facts);
      const pulls = await Promise.all(
        wanted.map(async (one) =>
          placePuller({ source, target }, facts, { wanted: one, nodes, context }),
        ),
      );
      const placed = pulls.flatMap((pull) => ('pod' in pull ? [pull] : []));
      await awaitPulls(target, placed);
      await Promise.all(
        placed.map(({ pod }) => target.delete(keyOf(pod), { gracePeriodSeconds: 0 })),
      );
      return pulls.flatMap((pull) => ('unknown' in pull ? [notRehearsed(pull)] : []));
    },
  };
}

async function startingWorkloads(source: Cluster, facts: RunFacts): Promise<KubeObject[]> {
  const workloads = await listWorkloads(
    source,
    facts.namespaces.map((pair) => pair.source),
  );
  return workloads.filter((one) => willStart(one, facts.run.uid) && isChosen(one, facts.choice));
}

/** Nodes that hold a volume of the run. */
async function nodesOfHelpers(target: Cluster, { namespaces, run }: RunFacts): Promise<string[]> {
  const lists = await Promise.all(
    namespaces.map((pair) =>
      target.list({
        apiVersion: 'v1',
        kind: 'Pod',
        namespace: pair.target,
        labelSelector: runSelector(run),
      }),
    ),
  );
  return lists.flat().flatMap((pod) => (pod['spec'] as { nodeName?: string }).nodeName ?? []);
}

/** As they are to be on the target; what stays behind starts nothing there. */
function arrivalsOf(workloads: readonly KubeObject[], context: TransformContext): Arrival[] {
  return workloads.flatMap((found): Arrival[] => {
    const result = transform(found, context);
    return result.outcome === 'kept' ? [{ found, wanted: result.object }] : [];
  });
}

async function placePuller(
  { source, target }: { source: Cluster; target: Cluster },
  { run, namespaces }: RunFacts,
  { wanted, nodes, context }: { wanted: WantedImages; nodes: string[]; context: TransformContext },
): Promise<Pull | { wanted: WantedImages; unknown: string }> {
  const namespace = targetNamespaceOf(namespaces, wanted.namespace);
  try {
    const secrets = await sourceSecrets(source, wanted, context);
    const copies = secrets.map((secret) => pullSecretCopy(run, namespace, secret));
    await Promise.all(copies.map((copy) => target.apply(copy)));
    const copied = copies.map(({ metadata }) => metadata.name);
    // A pod that names no secret has those of its account; one that names some has no others.
    const own =
      copied.length === 0 ? undefined : context.target.pullSecrets[`${namespace}/default`];
    const pullSecrets = own === undefined ? copied : [...copied, own];
    const pod = pullerPod({ run, wanted, namespace, pullSecrets, nodes });
    await createOnce(target, pod);
    return { wanted, pod };
  } catch (error) {
    // A quota or a policy that speaks against this pod need not speak against the application's.
    if (isFailure(error, 'DRAY-1009') || isFailure(error, 'DRAY-1005')) {
      return { wanted, unknown: error.detail };
    }
    throw error;
  }
}

async function createOnce(target: Cluster, pod: KubeObject): Promise<void> {
  try {
    await target.create(pod);
  } catch (error) {
    if (!isFailure(error, 'DRAY-1011')) throw error;
  }
}

/** Those of the pods, and those that their service account would add. */
async function sourceSecrets(
  source: Cluster,
  wanted: WantedImages,
  context: TransformContext,
): Promise<KubeObject[]> {
  const { namespace, serviceAccount: name } = wanted;
  const account = await source.get({ apiVersion: 'v1', kind: 'ServiceAccount', namespace, name });
  const { imagePullSecrets = [] } = (account ?? {}) as { imagePullSecrets?: { name: string }[] };
  const given = imagePullSecrets.map((secret) => secret.name);
  const added = given.filter(
    (secret) => accountOfSecret(secret, namespace, [name], context) === undefined,
  );
  const found = await Promise.all(
    [...new Set([...wanted.pullSecrets, ...added])].map((secret) =>
      source.get({ apiVersion: 'v1', kind: 'Secret', namespace, name: secret }),
    ),
  );
  return found.filter((secret) => secret !== undefined);
}

async function awaitPulls(target: Cluster, pulls: readonly Pull[]): Promise<void> {
  let hopelessSince: number | undefined;
  await waitFor(
    async () => {
      const seen = await Promise.all(
        pulls.map(async ({ wanted, pod }) => ({ wanted, pull: await stateOf(target, pod) })),
      );
      const hopeless = seen.find(({ pull }) => isHopeless(pull));
      if (hopeless === undefined) hopelessSince = undefined;
      else hopelessSince ??= Date.now();
      if (hopeless !== undefined && Date.now() - (hopelessSince ?? 0) > HOPE_MS) {
        throw refusal(target, hopeless.wanted, hopeless.pull);
      }
      const left = seen.filter(({ pull }) => pull.state !== 'pulled');
      return left.length === 0
        ? { done: true, value: undefined }
        : { done: false, seen: left.map(({ pull }) => describe(pull)).join('; ') };
    },
    PULLED,
    (seen) => failure('DRAY-2009', { detail: seen, object: target.name }),
  );
}

/** One that is gone was deleted after its work by an earlier try, or by somebody: the application pulls for itself. */
async function stateOf(target: Cluster, pod: KubeObject): Promise<PullState> {
  const found = await target.get(keyOf(pod));
  return found === undefined ? { state: 'pulled' } : pullState(found);
}

function isHopeless({ state }: PullState): boolean {
  return state === 'refused' || state === 'unplaced';
}

function refusal(target: Cluster, { workload, namespace }: WantedImages, pull: PullState) {
  const object = `${target.name}: ${workload} of ${namespace}`;
  const code = pull.state === 'unplaced' ? 'DRAY-2010' : 'DRAY-2009';
  return failure(code, { detail: describe(pull), object });
}

function describe(pull: PullState): string {
  switch (pull.state) {
    case 'pulled':
      return 'pulled';
    case 'pulling':
      return pull.seen;
    case 'refused':
      return `${pull.image}: ${pull.why}`;
    case 'unplaced':
      return pull.why;
  }
}

function notRehearsed({
  wanted,
  unknown,
}: {
  wanted: WantedImages;
  unknown: string;
}): ConditionDraft {
  return {
    type: 'ImagesNotPulled',
    status: 'True',
    category: 'Warn',
    reason: 'NotAdmitted',
    message: `The images of ${wanted.workload} in ${wanted.namespace} could not be pulled before the outage: ${unknown}`,
    durable: true,
  };
}
