import * as z from 'zod';
import { MIGRATED_LABELS } from '../kinds/labels.ts';
import type { KubeObject } from '../kube-object.ts';
import { ADOPTED_BY } from './target-claim.ts';

/** On a claim of the target that a DirectVolumeMigration copies to: which one, and from where. */
export const FILLED_BY = 'drayage.dev/filled-by';

const Filler = z.object({
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  /** The claim on the source; `cluster` is `namespace/name` of its MigCluster. */
  of: z.object({ cluster: z.string(), namespace: z.string(), claim: z.string() }),
});
export type Filler = z.infer<typeof Filler>;

/** What to do about a claim that a DirectVolumeMigration wants to copy to. */
export type Reservation =
  | { do: 'keep' }
  | { do: 'take'; annotations: Record<string, string> }
  | { do: 'refuse'; why: string }
  /** Somebody has reserved it before: ask whether he is still at it. */
  | { do: 'ask'; filler: Filler };

/**
 * One filler at a time, and never over what another one brought, unless it is a copy of the same claim. A claim that
 * nobody of ours has filled may be reserved; whether it is empty is seen once it is mounted.
 *
 * @param isOver whether the earlier filler has ended, once that is known
 */
export function reserve(claim: KubeObject, wanted: Filler, isOver?: boolean): Reservation {
  const { labels = {}, annotations = {} } = claim.metadata;
  const earlier = fillerOf(annotations[FILLED_BY]);
  if (earlier?.uid === wanted.uid) return { do: 'keep' };
  if (isOfAnyPlan(claim, earlier)) return { do: 'refuse', why: 'runs of a plan copy to it' };
  if (earlier === undefined) {
    return taken(wanted, labels[MIGRATED_LABELS.byDirectVolumeMigration] === wanted.uid);
  }
  if (isOver === undefined) return { do: 'ask', filler: earlier };
  const name = `DirectVolumeMigration ${earlier.namespace}/${earlier.name}`;
  if (!isOver) return { do: 'refuse', why: `${name} copies to it at this moment` };
  // One that ended before it looked whether the claim was empty has left no mark but its name.
  if (annotations[ADOPTED_BY] === undefined) return taken(wanted, false);
  if (isSameSource(earlier, wanted)) return taken(wanted, true);
  const { namespace, claim: held } = earlier.of;
  return { do: 'refuse', why: `it holds the copy of ${namespace}/${held} that ${name} made` };
}

/** State migrations of a plan adopt what they find empty. */
function isOfAnyPlan({ metadata }: KubeObject, earlier: Filler | undefined): boolean {
  const { labels = {}, annotations = {} } = metadata;
  const adopter = annotations[ADOPTED_BY];
  const isAdopted = adopter !== undefined && adopter !== earlier?.uid;
  return labels[MIGRATED_LABELS.byPlan] !== undefined || isAdopted;
}

function taken(wanted: Filler, isOurs: boolean): Reservation {
  const annotations = {
    [FILLED_BY]: JSON.stringify(wanted),
    ...(isOurs ? { [ADOPTED_BY]: wanted.uid } : {}),
  };
  return { do: 'take', annotations };
}

function isSameSource({ of: a }: Filler, { of: b }: Filler): boolean {
  return a.cluster === b.cluster && a.namespace === b.namespace && a.claim === b.claim;
}

function fillerOf(text: string | undefined): Filler | undefined {
  if (text === undefined) return undefined;
  try {
    return Filler.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
