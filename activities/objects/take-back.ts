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
import { listed } from '../../domain/objects/refusals.ts';
import { groupOf } from '../../domain/objects/served.ts';
import { inWaves } from '../../domain/objects/waves.ts';
import { groupKindOf } from '../../domain/transform/group-kind.ts';
import { atOnce } from '../at-once.ts';
import { waitFor } from '../wait-for.ts';
import type { Ledger } from './ledger.ts';
import { readPresent } from './present.ts';

const GONE = { limitMs: 5 * 60_000, pollMs: 100, since: 'call' } as const;
const DELETED_AT_ONCE = 32;

/**
 * Takes from the target what the ledger lists, the last made first, and nothing else; then the ledger goes. What has
 * been replaced by an object of somebody else's stays.
 */
export async function takeBackAll(target: Cluster, ledger: Ledger): Promise<void> {
  const entries = [...ledger.entries.values()];
  const [definitions, others] = [entries.filter(isDefinition), entries.filter(isNoDefinition)];
  for (const wave of inWaves(others, groupKindOf).reverse()) await order(target, wave, ledger);
  await waitUntilGone(target, others, ledger);
  // With a definition go all objects of its kind, whoever made them.
  const unused = await unusedDefinitions(target, definitions);
  await order(target, unused, ledger);
  await waitUntilGone(target, unused, ledger);
  await ledger.remove();
}

function isDefinition({ kind }: LedgerEntry): boolean {
  return kind === 'CustomResourceDefinition';
}

function isNoDefinition(entry: LedgerEntry): boolean {
  return !isDefinition(entry);
}

/** What is still to be done for each of the entries, beside the object it is about. */
async function undone(
  target: Cluster,
  entries: readonly LedgerEntry[],
  ledger: Ledger,
): Promise<{ present: KubeObject; taking: Exclude<TakenBack, { act: 'none' }> }[]> {
  const present = await readPresent(target, entries);
  return entries.flatMap((entry) => {
    const there = present.get(ledgerKey(entry));
    const taking = takeBack(entry, there, ledger.run.uid);
    if (there === undefined || taking.act === 'none') return [];
    if (taking.act === 'shorten' && withoutAdditions(there, taking.added) === undefined) return [];
    return [{ present: there, taking }];
  });
}

async function order(
  target: Cluster,
  entries: readonly LedgerEntry[],
  ledger: Ledger,
): Promise<void> {
  const todo = await undone(target, entries, ledger);
  await atOnce(DELETED_AT_ONCE, todo, async ({ present, taking }) => {
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
  taking: Exclude<TakenBack, { act: 'none' }>,
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
function hasDependents({ apiVersion }: KubeObject): boolean {
  return ['apps', 'batch'].includes(groupOf(apiVersion));
}

async function waitUntilGone(
  target: Cluster,
  entries: readonly LedgerEntry[],
  ledger: Ledger,
): Promise<void> {
  await waitFor(
    async () => {
      const left = await undone(target, entries, ledger);
      if (left.length === 0) return { done: true, value: undefined };
      await order(target, entries, ledger);
      return { done: false, seen: listed(left.map(({ present }) => describeLeft(present))) };
    },
    GONE,
    (seen) => failure('DRAY-5001', { detail: `${seen} do not go away`, object: target.name }),
  );
}

function describeLeft(present: KubeObject): string {
  const { finalizers = [] } = present.metadata;
  const held = finalizers.length === 0 ? '' : ` (held by ${finalizers.join(', ')})`;
  return `${describeObject(keyOf(present))}${held}`;
}

async function unusedDefinitions(
  target: Cluster,
  entries: readonly LedgerEntry[],
): Promise<LedgerEntry[]> {
  const present = await readPresent(target, entries);
  const unused = await Promise.all(
    entries.map(async (entry) => {
      const definition = present.get(ledgerKey(entry));
      return definition !== undefined && !(await isUsed(target, definition)) ? [entry] : [];
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
