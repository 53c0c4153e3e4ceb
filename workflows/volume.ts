import { ApplicationFailure, isCancellation, patched } from '@temporalio/workflow';
import { failure, recordOf } from '../domain/failures/failure.ts';
import type { FailureCode } from '../domain/failures/table.ts';
import type { DescribeRequest } from '../activities/manifests.ts';
import type { RunFacts, RunVolume } from '../domain/run/facts.ts';
import type { VolumeUsers } from '../domain/run/non-root.ts';
import { type PassOrder, type PassResult, passRecords } from '../domain/run/pass.ts';
import type { VolumeProgress } from '../domain/run/progress.ts';
import { newProgress } from '../domain/run/volume-progress.ts';
import {
  decideNextPass,
  type FixedCosts,
  isWorthCatchingUp,
} from '../domain/transfer/convergence.ts';
import { judgeManifests } from '../domain/transfer/manifest.ts';
import type { PassKind } from '../domain/transfer/rsync.ts';
import { allOrNone } from './all-or-none.ts';
import { aside, telling, transfer, waiting } from './proxies.ts';

/** What the pre-copy of one volume hands to its last delta. */
export interface PreCopied {
  passes: PassResult[];
  bytesTotal: number;
  filesTotal: number;
  /** Of the outage without the restore of the objects, were this volume alone. */
  predictedSeconds?: number;
  /** Where one of the ends is not root. */
  users?: VolumeUsers;
}

export interface VolumeInput {
  facts: RunFacts;
  volume: RunVolume;
}

/** The manifest that is made while the application runs; the last one reads only what changed since. */
const BASE_MANIFEST = 'manifest-base';

/** Until a plan has a history of its own: what a small application takes. */
const USUAL_COSTS: FixedCosts = { quiesceSeconds: 2, verifySeconds: 1, startSeconds: 4 };

/** Copies one volume while the application runs, until the next delta is small. */
export async function preCopyVolume({ facts, volume }: VolumeInput): Promise<PreCopied> {
  const totals = await waiting.prepareVolume({ facts, volume });
  const passes: PassResult[] = [];
  let next = decideNextPass([], USUAL_COSTS);
  const orderNext = (): PassOrder => ({
    number: passes.length + 1,
    // What an earlier run brought is compared, and only what differs of each file is sent.
    kind: passes.length === 0 && totals.isStaged !== true ? 'initial' : 'delta',
    bytesTotal: totals.bytes,
    filesTotal: totals.files,
  });
  // While the application stands still, one pass has to be enough.
  const most = volume.exclusive === true ? 1 : Infinity;
  while (next.another && passes.length < most) {
    passes.push(await transfer.runPass({ facts, volume, order: orderNext(), passes }));
    next = decideNextPass(passRecords(passes), USUAL_COSTS);
  }
  if (willBeCompared(facts) && volume.exclusive !== true) {
    const begun = Date.now();
    await allOrNone(() =>
      (['sender', 'receiver'] as const).map((role) =>
        transfer.describeVolume({ facts, volume, role, id: BASE_MANIFEST, gently: true }),
      ),
    );
    // Reading a large volume takes hours, in which the application writes on.
    const seconds = (Date.now() - begun) / 1000;
    const isLate = isWorthCatchingUp(passRecords(passes), seconds);
    if (isLate && patched('catch-up-after-manifest')) {
      passes.push(await transfer.runPass({ facts, volume, order: orderNext(), passes }));
    }
  }
  const predictedSeconds = next.prediction?.downtimeSeconds;
  const copied = {
    passes,
    bytesTotal: totals.bytes,
    filesTotal: totals.files,
    ...(predictedSeconds === undefined ? {} : { predictedSeconds }),
    ...(totals.users === undefined ? {} : { users: totals.users }),
  };
  // Nothing stands still: what the passes took is worth waiting for a host cluster that is away.
  await tell({ facts, volume }, copied, { state: 'copied', by: telling });
  return copied;
}

/** Cutovers describe both ends in any case, as those did that are under way. */
function willBeCompared({ quiesce, type = 'cutover' }: RunFacts): boolean {
  return quiesce || type === 'cutover';
}

/** Copies what changed since, while nothing writes any more, and compares both ends. */
export async function copyLastDelta(
  input: VolumeInput & { copied: PreCopied },
): Promise<PassResult[]> {
  const { facts, volume, copied } = input;
  const passes = [...copied.passes];
  if (!facts.quiesce) return [...passes, await lastPassBesideWriters(input)];
  // A difference after the last pass is rare enough to be repaired by reading every byte, and only once.
  for (const kind of ['final', 'repair'] as const) {
    const number = passes.length + 1;
    const { bytesTotal, filesTotal } = copied;
    const order: PassOrder = { number, kind, bytesTotal, filesTotal };
    const id = `manifest-${number}`;
    const [pass, source] = await allOrNone(() => [
      transfer.runPass({ facts, volume, order, passes: [...passes] }),
      transfer.describeVolume({ facts, volume, role: 'sender', id, since: BASE_MANIFEST }),
    ]);
    passes.push(pass);
    // Describing a volume also brings it onto its disk: a crash of the node would lose nothing any more.
    const receiver: DescribeRequest = { facts, volume, role: 'receiver', id, since: BASE_MANIFEST };
    const target = await transfer.describeVolume(receiver);
    const verdict = judgeManifests(source, target);
    if (verdict.kind === 'equal') {
      await tell(input, { ...copied, passes }, { state: 'verified', by: aside });
      return passes;
    }
    if (kind === 'final' && verdict.kind === 'different' && verdict.mendable) continue;
    throw await differing(input, id, verdict);
  }
  throw new TypeError('unreachable: the repair returns or throws');
}

/** With `quiescePods: false` the application writes on: what differs a moment later proves nothing. */
async function lastPassBesideWriters(
  input: VolumeInput & { copied: PreCopied },
): Promise<PassResult> {
  const { facts, volume, copied } = input;
  const { bytesTotal, filesTotal } = copied;
  const number = copied.passes.length + 1;
  const order: PassOrder = { number, kind: 'delta', bytesTotal, filesTotal };
  const pass = await transfer.runPass({ facts, volume, order, passes: copied.passes });
  if (pass.warning !== undefined) {
    throw fatal(
      `PersistentVolumeClaim ${volume.namespace}/${volume.claim}`,
      pass.warning,
      'DRAY-3008',
    );
  }
  const passes = [...copied.passes, pass];
  await tell(input, { ...copied, passes }, { state: 'copied', by: aside });
  return pass;
}

export async function differing(
  { facts, volume }: VolumeInput,
  id: string,
  verdict: Exclude<ReturnType<typeof judgeManifests>, { kind: 'equal' }>,
): Promise<ApplicationFailure> {
  const object = `PersistentVolumeClaim ${volume.namespace}/${volume.claim}`;
  if (verdict.kind === 'incomplete') return fatal(object, verdict.reason);
  const { sections } = verdict;
  const found = await transfer.compareVolume({ facts, volume, id, sections });
  const listed = found.map(({ path, what }) => `${path}: ${what}`).join('; ');
  return fatal(object, listed);
}

export function fatal(
  object: string,
  detail: string,
  code: FailureCode = 'DRAY-3009',
): ApplicationFailure {
  const found = failure(code, { detail, object });
  return ApplicationFailure.create({
    type: found.code,
    message: found.message,
    nonRetryable: true,
    details: [recordOf(found)],
  });
}

export async function tell(
  { facts, volume }: VolumeInput,
  copied: PreCopied,
  { state, by }: { state: VolumeProgress['state']; by: Pick<typeof aside, 'tellVolume'> },
): Promise<void> {
  const last = copied.passes.at(-1);
  const bytesTotal = last?.bytesTotal ?? copied.bytesTotal;
  const filesTotal = last?.filesScanned ?? copied.filesTotal;
  const progress: VolumeProgress = {
    ...newProgress(volume),
    state,
    pass: last?.number ?? 0,
    ...(last === undefined ? {} : { passKind: shownKind(last.kind) }),
    bytesDone: bytesTotal,
    bytesTotal,
    filesDone: filesTotal,
    filesTotal,
    passes: copied.passes,
  };
  try {
    await by.tellVolume({ facts, volume, progress });
  } catch (error) {
    // A host cluster that is away must not end the run, nor lengthen the outage.
    if (isCancellation(error)) throw error;
  }
}

/** A repair is the last pass once more. */
function shownKind(kind: PassKind): 'initial' | 'delta' | 'final' {
  return kind === 'repair' ? 'final' : kind;
}
