import { MIGRATED_LABELS } from '../kinds/labels.ts';
import type { KubeObject, ObjectKey } from '../kube-object.ts';
import { groupKindOf } from '../transform/group-kind.ts';

/**
 * Something that a run makes on the target, or adds to what is there. It is written down before it is done: what is
 * not in the ledger was not done by the run.
 */
export interface LedgerEntry extends ObjectKey {
  /** When the object was seen to be absent, by the clock of the target; for an addition, when it was decided. */
  at: string;
  /** Of the object that was made, or that was added to. Absent: it may have been made, and nobody could note it. */
  uid?: string;
  /** Items that were added to lists of an object that somebody else made: field → items. */
  added?: Readonly<Record<string, readonly unknown[]>>;
}

/** The same for every version of a kind. */
export function ledgerKey({ apiVersion, kind, namespace = '', name }: ObjectKey): string {
  return JSON.stringify([groupKindOf({ apiVersion, kind }), namespace, name]);
}

export function ledgerKeyOf({ apiVersion, kind, metadata }: KubeObject): string {
  const { name, namespace } = metadata;
  return ledgerKey({ apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) });
}

/** Which run made an object, on those that must not carry its labels: who sweeps by label must not find them. */
export const MADE_BY = 'drayage.dev/made-by';

/** API servers of one cluster, and the seconds they count in, may differ by so much. */
const CLOCKS_DIFFER_MS = 2_000;

/**
 * Whether an object that is there is the one that the run made. Its uid decides. Without one the run may have ended
 * between making and noting: then it must carry the run's mark, and be younger than the note that it was absent.
 * A mark alone never decides: operators copy labels to what they make.
 */
export function isMade(
  object: KubeObject,
  entry: LedgerEntry | undefined,
  runUid: string,
): boolean {
  if (entry === undefined || entry.added !== undefined) return false;
  const { uid, creationTimestamp } = object.metadata;
  if (entry.uid !== undefined) return entry.uid === uid;
  if (!isMarked(object, runUid)) return false;
  const age = Date.parse(creationTimestamp ?? '') - Date.parse(entry.at);
  return age >= -CLOCKS_DIFFER_MS;
}

function isMarked({ metadata }: KubeObject, runUid: string): boolean {
  const { labels, annotations } = metadata;
  return labels?.[MIGRATED_LABELS.byMigration] === runUid || annotations?.[MADE_BY] === runUid;
}

/** An object with a mark of the run that makes it. */
export function marked(object: KubeObject, runUid: string): KubeObject {
  if (isMarked(object, runUid)) return object;
  const annotations = { ...object.metadata.annotations, [MADE_BY]: runUid };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** Kinds that outlive a run that is taken back: the next one finds the data that has arrived. */
const KEPT = new Set(['PersistentVolumeClaim', 'Namespace']);

/** What becomes of an entry when its run is taken back. */
export type TakenBack =
  | { act: 'delete'; uid: string }
  | { act: 'shorten'; added: NonNullable<LedgerEntry['added']> }
  /** There is nothing of the run any more, or it is to stay. */
  | { act: 'none' };

/** @param present what is at the entry's place now */
export function takeBack(
  entry: LedgerEntry,
  present: KubeObject | undefined,
  runUid: string,
): TakenBack {
  const uid = present?.metadata.uid;
  if (present === undefined || uid === undefined || KEPT.has(entry.kind)) return { act: 'none' };
  if (entry.added !== undefined) {
    return entry.uid === uid ? { act: 'shorten', added: entry.added } : { act: 'none' };
  }
  return isMade(present, entry, runUid) ? { act: 'delete', uid } : { act: 'none' };
}
