import { cancellationSignal } from '@temporalio/activity';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure, isFailure } from '../../domain/failures/failure.ts';
import { describeObject, keyOf, type KubeObject } from '../../domain/kube-object.ts';
import { withAdditions } from '../../domain/objects/joins.ts';
import { isMade, ledgerKeyOf, marked } from '../../domain/objects/ledger.ts';
import type { Placement } from '../../domain/objects/placement.ts';
import { listed, refusedPlaces } from '../../domain/objects/refusals.ts';
import { inStreamRows } from '../../domain/objects/stream-rows.ts';
import { inWaves } from '../../domain/objects/waves.ts';
import type { GroupKind } from '../../domain/transform/contract.ts';
import { groupKindOf } from '../../domain/transform/group-kind.ts';
import { atOnce } from '../at-once.ts';
import { createPatiently } from './create-patiently.ts';
import { awaitDefinitions } from './definitions.ts';
import { awaitFollowed } from './followed-tags.ts';
import { type Intent, lookAtPlaces, writeIntents } from './intents.ts';
import type { Ledger } from './ledger.ts';
import { statusWriter, type WriteStatus } from './status-of.ts';

/** The arrivals are as they are to be made: workloads at a stand already. */
export interface Placing extends Intent {
  /** Kinds that definitions bring: their status comes along. */
  customKinds: ReadonlySet<GroupKind>;
}

/** API servers bear more; the processors of a small one do not. */
const MADE_AT_ONCE = 32;

/**
 * Makes everything on the target that is not there, wave by wave, and notes in the ledger what it made. Nothing is
 * begun before all that is in the way is known. It may be called again at any time, and goes on where it was.
 * @returns uids of what has arrived, by ledger key
 * @throws Failure DRAY-1011 when something is there from somebody else, DRAY-4101 when the target refuses objects
 */
export async function placeArrivals(placing: Placing): Promise<Map<string, string>> {
  const { target, ledger } = placing;
  const look = await lookAtPlaces(placing);
  const refused = refusedPlaces(look.placements);
  if (refused.length > 0) {
    throw failure('DRAY-1011', { detail: listed(refused), object: target.name });
  }
  await writeIntents(ledger, look);
  const uids = new Map<string, string>();
  const waves = inWaves(look.placements, ({ wanted }) => groupKindOf(wanted));
  const rows = waves.flatMap((wave) => inStreamRows(wave, ({ wanted }) => wanted));
  for (const wave of rows) {
    await awaitFollowed(
      target,
      wave.filter(({ act }) => act === 'create').map(({ wanted }) => wanted),
    );
    try {
      await placeWave(placing, wave, uids);
    } finally {
      await ledger.save();
    }
  }
  return uids;
}

async function placeWave(
  placing: Placing,
  wave: readonly Placement[],
  uids: Map<string, string>,
): Promise<void> {
  const { target, ledger, customKinds } = placing;
  const hasCustom = wave.some(({ wanted }) => customKinds.has(groupKindOf(wanted)));
  const writeStatus = hasCustom ? await statusWriter(target, customKinds) : undefined;
  const errors: string[] = [];
  await atOnce(MADE_AT_ONCE, wave, async (placement) => {
    // After a cancellation the undo is on its way: what it has passed by must not be made any more.
    cancellationSignal().throwIfAborted();
    try {
      const made = await placeOne(target, ledger, placement, writeStatus);
      const uid = made.metadata.uid ?? '';
      ledger.note(keyOf(made), uid);
      uids.set(ledgerKeyOf(placement.wanted), uid);
    } catch (error) {
      // One that is refused must not hide the others.
      if (!isFailure(error) || error.kind === 'transient') throw error;
      errors.push(`${describeObject(keyOf(placement.wanted))}: ${error.detail}`);
    }
  });
  if (errors.length > 0) {
    throw failure('DRAY-4101', { detail: listed(errors), object: target.name });
  }
  await awaitDefinitions(
    target,
    wave.map(({ wanted }) => wanted),
  );
}

async function placeOne(
  target: Cluster,
  ledger: Ledger,
  placement: Placement,
  writeStatus: WriteStatus | undefined,
): Promise<KubeObject> {
  switch (placement.act) {
    case 'none':
      // An earlier try may have ended before it came to the status.
      if (placement.made && placement.present['status'] === undefined) {
        await writeStatus?.after(placement);
      }
      return placement.present;
    case 'join':
      return join(target, placement);
    case 'create': {
      const made = await create(target, ledger, placement, writeStatus);
      await writeStatus?.after(placement);
      return made;
    }
    case 'refuse':
      throw failure('DRAY-1011', { detail: placement.because });
  }
}

async function create(
  target: Cluster,
  ledger: Ledger,
  { wanted, found }: Placement,
  writeStatus: WriteStatus | undefined,
): Promise<KubeObject> {
  const whole = writeStatus?.within({ wanted, found }) ?? wanted;
  const object = marked(whole, ledger.run.uid);
  const made = await createPatiently(target, object);
  if (made !== undefined) return made;
  const present = await target.get(keyOf(object));
  const entry = ledger.entries.get(ledgerKeyOf(object));
  if (present !== undefined && isMade(present, entry, ledger.run.uid)) return present;
  throw failure('DRAY-1011', { detail: 'somebody else made it at the same moment' });
}

/** Somebody may write to it at the same moment: then it is read anew. */
async function join(
  target: Cluster,
  { wanted, uid, added }: Extract<Placement, { act: 'join' }>,
): Promise<KubeObject> {
  for (let attempt = 1; ; attempt++) {
    const present = await target.get(keyOf(wanted));
    if (present?.metadata.uid !== uid) {
      throw failure('DRAY-1008', { detail: 'it was replaced by another object of its name' });
    }
    try {
      return await target.replace(withAdditions(present, added));
    } catch (error) {
      if (!isFailure(error, 'DRAY-1008') || attempt >= JOIN_TRIES) throw error;
    }
  }
}

const JOIN_TRIES = 5;
