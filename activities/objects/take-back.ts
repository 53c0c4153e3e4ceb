import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure, isFailure } from '../../domain/failures/failure.ts';
import { describeObject, keyOf, type KubeObject } from '../../domain/kube-object.ts';
import { servedBy } from '../../domain/objects/definitions.ts';
import { withoutAdditions } from '../../domain/objects/joins.ts';
import {
  type LedgerEntry,
  ledgerKey,
  takeBack,
  type TakenBack,
} from '../../domain/objects/ledger.ts';
import { listed as listedText } from '../../domain/objects/refusals.ts';
import { groupOf } from '../../domain/objects/served.ts';
import { inWaves } from '../../domain/objects/waves.ts';
import { groupKindOf } from '../../domain/transform/group-kind.ts';
import { atOnce } from '../at-once.ts';
import { waitFor } from '../wait-for.ts';
import type { Ledger } from './ledger.ts';
import { readPresent } from './present.ts';

const GONE = { limitMs: 5 * 60_000, pollMs: 100, since: 'call' } as const;
const DELETED_AT_ONCE = 32;

/** An entry of a ledger, and the run that wrote it. */
export interface Listed {
  entry: LedgerEntry;
  runUid: string;
}

/** Everything that some ledgers list; definitions apart, since they go last. */
export function listedIn(ledgers: readonly Ledger[]): {
  definitions: Listed[];
  others: Listed[];
} {
  const all = ledgers.flatMap(({ entries, run }) =>
    [...entries.values()].map((entry) => ({ entry, runUid: run.uid })),
  );
  return { definitions: all.filter(isDefinition), others: all.filter((one) => !isDefinition(one)) };
}

/**
 * Takes from the target what the ledger lists, the last made first, and nothing else; then the ledger goes. What has
 * been replaced by an object of somebody else's stays.
 */
export async function takeBackAll(target: Cluster, ledger: Ledger): Promise<void> {
  const { definitions, others } = listedIn([ledger]);
  await orderInWaves(target, others);
  await waitUntilGone(target, others);
  await takeBackDefinitions(target, definitions);
  await ledger.remove();
}

/** Orders the deletion of everything, the last made first, and waits for nothing. */
export async function orderInWaves(target: Cluster, listed: readonly Listed[]): Promise<void> {
  const waves = inWaves(listed, ({ entry }) => groupKindOf(entry));
  for (const wave of waves.reverse()) await orderDeletion(target, wave);
}

/** With a definition go all objects of its kind, whoever made them: those that nobody uses are deleted. */
export async function takeBackDefinitions(
  target: Cluster,
  definitions: readonly Listed[],
): Promise<void> {
  const unused = await unusedDefinitions(target, definitions);
  await orderDeletion(target, unused);
  await waitUntilGone(target, unused);
}

function isDefinition({ entry }: Listed): boolean {
  return entry.kind === 'CustomResourceDefinition';
}

export interface Left {
  present: KubeObject;
  taking: Exclude<TakenBack, { act: 'none' }>;
}

/** What is still to be taken of what is listed. */
export async function leftOf(target: Cluster, listed: readonly Listed[]): Promise<Left[]> {
  const present = await readPresent(
    target,
    listed.map(({ entry }) => entry),
  );
  return listed.flatMap(({ entry, runUid }) => {
    const there = present.get(ledgerKey(entry));
    const taking = takeBack(entry, there, runUid);
    if (there === undefined || taking.act === 'none') return [];
    if (taking.act === 'shorten' && withoutAdditions(there, taking.added) === undefined) return [];
    return [{ present: there, taking }];
  });
}

export async function orderDeletion(target: Cluster, listed: readonly Listed[]): Promise<void> {
  const left = await leftOf(target, listed);
  await atOnce(DELETED_AT_ONCE, left, async ({ present, taking }) => {
    try {
      await takeOne(target, present, taking);
    } catch (error) {
      // Somebody replaced it, or wrote to it, at the same moment: the next look tells.
      if (!isFailure(error, 'DRAY-1008')) throw error;
    }
  });
}

async function takeOne(
  target: Cluster,
  present: KubeObject,
  taking: Left['taking'],
): Promise<void> {
  if (taking.act === 'shorten') {
    const shortened = withoutAdditions(present, taking.added);
    if (shortened !== undefined) await target.replace(shortened);
    return;
  }
  if (present.metadata.deletionTimestamp !== undefined) return;
  await target.delete(keyOf(present), {
    uid: taking.uid,
    propagation: hasDependents(present) ? 'Foreground' : 'Background',
  });
}

/** What a controller made of it is to be gone when it is. */
function hasDependents({ apiVersion, kind }: KubeObject): boolean {
  if (kind === 'ReplicationController' || kind === 'DeploymentConfig') return true;
  return ['apps', 'batch'].includes(groupOf(apiVersion));
}

async function waitUntilGone(target: Cluster, listed: readonly Listed[]): Promise<void> {
  await waitFor(
    async () => {
      const left = await leftOf(target, listed);
      if (left.length === 0) return { done: true, value: undefined };
      await orderDeletion(target, listed);
      return { done: false, seen: describeLeft(left) };
    },
    GONE,
    (seen) => failure('DRAY-5001', { detail: `${seen} do not go away`, object: target.name }),
  );
}

/** The objects, and what holds them. */
export function describeLeft(left: readonly Left[]): string {
  return listedText(left.map(({ present }) => describeHeld(present)));
}

/** An object, and what holds it. */
export function describeHeld(present: KubeObject): string {
  const { finalizers = [] } = present.metadata;
  const held = finalizers.length === 0 ? '' : ` (held by ${finalizers.join(', ')})`;
  return `${describeObject(keyOf(present))}${held}`;
}

async function unusedDefinitions(target: Cluster, listed: readonly Listed[]): Promise<Listed[]> {
  const present = await readPresent(
    target,
    listed.map(({ entry }) => entry),
  );
  const unused = await Promise.all(
    listed.map(async (one) => {
      const definition = present.get(ledgerKey(one.entry));
      return definition !== undefined && !(await isUsed(target, definition)) ? [one] : [];
    }),
  );
  return unused.flat();
}

async function isUsed(target: Cluster, definition: KubeObject): Promise<boolean> {
  const [stored] = servedBy(definition);
  if (stored === undefined) return false;
  try {
    return (await target.list(stored)).length > 0;
  } catch (error) {
    // It was never established, so nobody could use it.
    if (isFailure(error, 'DRAY-1010') || isFailure(error, 'DRAY-1007')) return false;
    throw error;
  }
}
