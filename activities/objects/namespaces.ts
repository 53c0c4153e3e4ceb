import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure, isFailure } from '../../domain/failures/failure.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { targetNamespace } from '../../domain/objects/target-namespace.ts';
import type { NamespacePair } from '../../domain/plan/namespaces.ts';
import type { FoundedNamespace } from '../../domain/rehearsal/namespaces.ts';
import type { TransformContext } from '../../domain/transform/contract.ts';
import { inhabitantsOf } from '../rollback/namespaces.ts';
import { seal, withMark } from '../seal.ts';
import { waitFor } from '../wait-for.ts';

const KIND = { apiVersion: 'v1', kind: 'Namespace' };

/** What became of a namespace that the target lacked. */
export interface Founded extends FoundedNamespace {
  /** Undefined when the target refused it, or somebody else made it at the same moment. */
  made?: KubeObject;
}

/** The namespaces of a plan that the target lacks, and those that it is about to lose. One that stays is not changed. */
export async function lookAtNamespaces(
  target: Cluster,
  pairs: readonly NamespacePair[],
): Promise<{ present: KubeObject[]; lacking: NamespacePair[]; ending: string[] }> {
  const found = await Promise.all(pairs.map((pair) => target.get({ ...KIND, name: pair.target })));
  return {
    present: found.filter((namespace) => namespace !== undefined),
    lacking: pairs.filter((_pair, index) => found[index] === undefined),
    ending: found.flatMap((namespace) =>
      namespace?.metadata.deletionTimestamp === undefined ? [] : namespace.metadata.name,
    ),
  };
}

/**
 * Makes namespaces as the rules want them from those of the source.
 * @throws Failure DRAY-1007 when one is gone from the source
 */
export async function foundNamespaces(
  { source, target }: { source: Cluster; target: Cluster },
  pairs: readonly NamespacePair[],
  context: TransformContext,
): Promise<Founded[]> {
  return Promise.all(
    pairs.map(async (pair): Promise<Founded> => {
      const found = await source.get({ ...KIND, name: pair.source });
      if (found === undefined) {
        throw failure('DRAY-1007', { detail: pair.source, object: `${source.name}: Namespace` });
      }
      const { wanted, notes } = targetNamespace(found, context);
      try {
        const made = await target.create(withMark(wanted, context.run));
        await seal(target, made, context.run);
        return { target: pair.target, notes, made };
      } catch (error) {
        if (isFailure(error, 'DRAY-1011')) return { target: pair.target, notes: [] };
        if (!isFailure(error) || error.kind === 'transient') throw error;
        return { target: pair.target, notes: [], refused: error.detail };
      }
    }),
  );
}

/** An empty one is gone after a few seconds; whoever begins again at once must not find it on its way out. */
const GONE_MS = 15_000;

/** Takes away namespaces that were made a moment ago, unless somebody has moved in since. */
export async function removeFounded(target: Cluster, made: readonly KubeObject[]): Promise<void> {
  const until = Date.now() + GONE_MS;
  await Promise.all(
    made.map(async ({ metadata: { name, uid } }) => {
      if (uid === undefined || (await inhabitantsOf(target, name)).length > 0) return;
      await target.delete({ ...KIND, name }, { uid });
      await waitFor(
        async () => {
          const present = await target.get({ ...KIND, name });
          // One that takes longer goes all the same.
          return present?.metadata.uid === uid && Date.now() < until
            ? { done: false, seen: `namespace ${name} is being deleted` }
            : { done: true, value: undefined };
        },
        { limitMs: 2 * GONE_MS, pollMs: 100, since: 'call' },
        (detail) => failure('DRAY-5001', { detail, object: target.name }),
      );
    }),
  );
}
