import type { Cluster } from '../../clients/kube/cluster.ts';
import { isFailure } from '../../domain/failures/failure.ts';
import type { KubeObject, ObjectKey } from '../../domain/kube-object.ts';
import { ledgerKey, ledgerKeyOf } from '../../domain/objects/ledger.ts';
import { atOnce } from '../at-once.ts';

const REQUESTS_AT_ONCE = 32;

/** So many objects of a kind are asked for one by one: a list may be long, and hold what nobody asked for. */
const FEW = 3;

/** What the target has at some places, by ledger key. */
export async function readPresent(
  target: Cluster,
  keys: readonly ObjectKey[],
): Promise<Map<string, KubeObject>> {
  const wanted = new Set(keys.map(ledgerKey));
  const groups = Map.groupBy(keys, ({ apiVersion, kind, namespace }) =>
    JSON.stringify([apiVersion, kind, namespace]),
  );
  const found = await atOnce(REQUESTS_AT_ONCE, requestsFor([...groups.values()]), (ask) =>
    ask(target).catch(unlessUnknown),
  );
  return new Map(
    found
      .flat()
      .map((object) => [ledgerKeyOf(object), object] as const)
      .filter(([key]) => wanted.has(key)),
  );
}

type Request = (target: Cluster) => Promise<KubeObject[]>;

function requestsFor(groups: readonly ObjectKey[][]): Request[] {
  return groups.flatMap((keys): Request[] => {
    const [first] = keys;
    if (first === undefined) return [];
    if (keys.length > FEW) {
      const { apiVersion, kind, namespace } = first;
      const place = namespace === undefined ? {} : { namespace };
      return [(target) => target.list({ apiVersion, kind, ...place })];
    }
    return keys.map((key): Request => async (target) => {
      const object = await target.get(key);
      return object === undefined ? [] : [object];
    });
  });
}

/** Of a kind that the target does not serve there is nothing. */
function unlessUnknown(error: unknown): KubeObject[] {
  if (isFailure(error, 'DRAY-1010') || isFailure(error, 'DRAY-1007')) return [];
  throw error;
}
