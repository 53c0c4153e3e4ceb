import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { type PassOrder, type PassResult } from '../domain/run/pass.ts';
import type { Totals } from '../domain/transfer/progress.ts';
import { newProgress } from '../domain/run/volume-progress.ts';
import { judgeManifests, type ManifestVerdict } from '../domain/transfer/manifest.ts';
import type { PassKind } from '../domain/transfer/rsync.ts';
import { allOrNone } from './all-or-none.ts';
import { failureRecordOf } from './failures.ts';
import { telling, transfer, waiting } from './proxies.ts';
import { differing, fatal, tell, type VolumeInput } from './volume.ts';

/** One volume of a copy by itself, while it is copied. */
interface Copying extends VolumeInput {
  totals: Totals;
  passes: PassResult[];
}

/**
 * Copies one volume whole, whether or not an application writes to it, and compares both ends where that is asked for.
 * Says of the volume itself when it fails: the others are copied all the same.
 */
export async function copyVolume(input: VolumeInput): Promise<PassResult[]> {
  const copying: Copying = { ...input, totals: { bytes: 0, files: 0 }, passes: [] };
  try {
    await bringVolume(copying);
    return copying.passes;
  } catch (error) {
    if (!isCancellation(error))
      await CancellationScope.nonCancellable(() => tellFailure(copying, error));
    throw error;
  }
}

async function bringVolume(copying: Copying): Promise<void> {
  const { facts, volume, passes } = copying;
  const prepared = await waiting.prepareVolume({ facts, volume });
  copying.totals = { bytes: prepared.bytes, files: prepared.files };
  // What an earlier copy brought is compared, and only what differs of each file is sent.
  await pass(copying, prepared.isStaged === true ? 'delta' : 'initial');
  // What could not be read may have been on its way, beside an application that writes.
  if (passes.at(-1)?.warning !== undefined) await pass(copying, 'delta');
  const warning = passes.at(-1)?.warning;
  if (warning !== undefined) throw fatal(claimOf(copying), warning, 'DRAY-3008');
  if (volume.verify === true) await verify(copying);
  const copied = { passes, bytesTotal: copying.totals.bytes, filesTotal: copying.totals.files };
  const state = volume.verify === true ? 'verified' : 'copied';
  await tell(copying, copied, { state, by: telling });
}

async function pass({ facts, volume, totals, passes }: Copying, kind: PassKind): Promise<void> {
  const order: PassOrder = {
    ...{ number: passes.length + 1, kind, bytesTotal: totals.bytes, filesTotal: totals.files },
  };
  passes.push(await transfer.runPass({ facts, volume, order, passes: [...passes] }));
}

/** What differs once may have been written meanwhile; what differs again is no copy. */
async function verify(copying: Copying): Promise<void> {
  const verdict = await compare(copying);
  if (verdict.kind === 'equal') return;
  // A page written through a mapping changes neither time nor size: only reading every byte finds it.
  const isMendable = verdict.kind === 'different' && verdict.mendable;
  await pass(copying, isMendable ? 'repair' : 'delta');
  const again = await compare(copying);
  if (again.kind !== 'equal') throw await differing(copying, manifestOf(copying), again);
}

async function compare(copying: Copying): Promise<ManifestVerdict> {
  const { facts, volume } = copying;
  const id = manifestOf(copying);
  const [source, target] = await allOrNone(() => [
    transfer.describeVolume({ facts, volume, role: 'sender', id }),
    transfer.describeVolume({ facts, volume, role: 'receiver', id }),
  ]);
  return judgeManifests(source, target);
}

function manifestOf({ passes }: Copying): string {
  return `manifest-${passes.length}`;
}

function claimOf({ volume: { namespace, claim } }: VolumeInput): string {
  return `PersistentVolumeClaim ${namespace}/${claim}`;
}

async function tellFailure({ facts, volume, passes }: Copying, error: unknown): Promise<void> {
  const { code, detail } = failureRecordOf(error);
  const message = `${code} ${detail}`;
  const progress = {
    ...newProgress(volume),
    state: 'failed',
    pass: passes.length,
    passes,
    message,
  } as const;
  try {
    await telling.tellVolume({ facts, volume, progress });
  } catch {
    // The status of the whole copy says it as well.
  }
}
