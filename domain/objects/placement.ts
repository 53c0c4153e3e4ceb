import { keyOf, type KubeObject } from '../kube-object.ts';
import type { Arrival } from './shipment.ts';
import { type Additions, meet } from './joins.ts';
import { isMade, type LedgerEntry, ledgerKeyOf } from './ledger.ts';

/** What is to be done so that one object is on the target. */
export type Placement = Arrival &
  (
    | { act: 'create' }
    | { act: 'join'; uid: string; added: Additions }
    /** It is there already: an earlier try made it, or it is everybody's. */
    | { act: 'none'; present: KubeObject; made: boolean }
    | { act: 'refuse'; present: KubeObject; because: string }
  );

/**
 * Decides on all objects before the first is made.
 * @param present what the target has at their places, by ledger key
 * @param ledger what the run wrote down so far, by ledger key
 */
export function placementsOf(
  arrivals: readonly Arrival[],
  present: ReadonlyMap<string, KubeObject>,
  ledger: ReadonlyMap<string, LedgerEntry>,
  runUid: string,
): Placement[] {
  return arrivals.map((arrival) => {
    const key = ledgerKeyOf(arrival.wanted);
    const there = present.get(key);
    if (there === undefined) return { ...arrival, act: 'create' };
    if (there.metadata.deletionTimestamp !== undefined) {
      return { ...arrival, act: 'refuse', present: there, because: 'it is being deleted there' };
    }
    if (isMade(there, ledger.get(key), runUid)) {
      return { ...arrival, act: 'none', present: there, made: true };
    }
    const meeting = meet(arrival.wanted, there);
    switch (meeting.outcome) {
      case 'use':
        return { ...arrival, act: 'none', present: there, made: false };
      case 'join':
        return { ...arrival, act: 'join', uid: there.metadata.uid ?? '', added: meeting.added };
      case 'clash':
        return { ...arrival, act: 'refuse', present: there, because: meeting.because };
    }
  });
}

/**
 * What has to be in the ledger before anything is done: what is about to be made, what is about to be added, and the
 * uids of what an earlier try made and could not note. Entries that say so already are left out.
 * @param at the time by the clock of the target, from before it was looked at
 */
export function intentsOf(
  placements: readonly Placement[],
  ledger: ReadonlyMap<string, LedgerEntry>,
  at: string,
): LedgerEntry[] {
  return placements.flatMap((placement) => {
    const key = keyOf(placement.wanted);
    const known = ledger.get(ledgerKeyOf(placement.wanted));
    switch (placement.act) {
      case 'create':
        return isIntent(known) ? [] : { ...key, at };
      case 'join':
        return { ...key, at, uid: placement.uid, added: joined(known, placement) };
      case 'none': {
        const { uid } = placement.present.metadata;
        if (!placement.made || known === undefined || known.uid === uid) return [];
        return { ...known, ...(uid === undefined ? {} : { uid }) };
      }
      case 'refuse':
        return [];
    }
  });
}

/** An object that the run made, and that somebody deleted, is made anew: with a note of its own. */
function isIntent(entry: LedgerEntry | undefined): boolean {
  return entry !== undefined && entry.uid === undefined && entry.added === undefined;
}

/** What an earlier try added is taken back too. */
function joined(
  known: LedgerEntry | undefined,
  { uid, added }: { uid: string; added: Additions },
): Additions {
  if (known?.added === undefined || known.uid !== uid) return added;
  const fields = new Set([...Object.keys(known.added), ...Object.keys(added)]);
  return Object.fromEntries(
    [...fields].map((field) => [field, [...(known.added?.[field] ?? []), ...(added[field] ?? [])]]),
  );
}
