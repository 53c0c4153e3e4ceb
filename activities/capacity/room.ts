import { activityInfo, sleep } from '@temporalio/activity';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { formatBytes } from '../../domain/byte-text.ts';
import { requestedBy } from '../../domain/capacity/plan-sizes.ts';
import { bytesOf } from '../../domain/capacity/resize.ts';
import { lackOfRoom, type Load, surelyFits } from '../../domain/capacity/room.ts';
import { failure } from '../../domain/failures/failure.ts';
import type { RunVolume } from '../../domain/run/facts.ts';
import { measureCommand, parseMeasure } from '../../domain/transfer/measure.ts';
import { parseSelfCheck, type SelfCheck, selfCheckCommand } from '../../domain/transfer/xfer.ts';
import { runDetached } from '../detached.ts';
import type { Mover } from '../mover.ts';

/** A claim that is being enlarged has its new size when the driver and the kubelet have done their parts. */
const ENLARGED_MS = 3 * 60_000;
const LOOK_MS = 2_000;

/** What both ends said of themselves. */
export interface BothEnds {
  source: SelfCheck;
  target: SelfCheck;
}

/**
 * Fails before the first byte is sent when the files of the source do not go into the volume of the target. Walks the
 * volumes only when their file systems leave it open.
 * @throws Failure DRAY-3071 with what is needed and what is there
 */
export async function ensureRoom(
  target: Cluster,
  { sender, receiver, checks }: { sender: Mover; receiver: Mover; checks: BothEnds },
  volume: RunVolume,
): Promise<void> {
  if (surelyFits(checks.source.fileSystem, checks.target.fileSystem)) return;
  const [load, held] = await Promise.all([
    loadOf(sender),
    checks.target.dataEmpty ? undefined : loadOf(receiver),
  ]);
  if (load === undefined) return;
  const deadline = Date.now() + ENLARGED_MS;
  let { fileSystem } = checks.target;
  for (;;) {
    const lack = lackOfRoom(load, { ...fileSystem, held });
    if (lack === undefined) return;
    if (Date.now() > deadline || !(await isGrowing(target, volume))) {
      throw tooSmall(target, volume, `${volume.namespace}/${volume.claim} ${lack}`);
    }
    await sleep(LOOK_MS);
    ({ fileSystem } = parseSelfCheck(await receiver.run(selfCheckCommand())));
  }
}

/** What a pass that filled the volume found, in numbers: what the source holds, and what the target has. */
export async function describeRoom(sender: Mover, receiver: Mover): Promise<string | undefined> {
  const [load, check] = await Promise.all([loadOf(sender), receiver.attempt(selfCheckCommand())]);
  if (load === undefined || check.exitCode !== 0) return undefined;
  const { sizeBytes, freeBytes, freeInodes, inodes } = parseSelfCheck(check.stdout).fileSystem;
  const left = inodes === 0 ? '' : ` and ${freeInodes} of ${inodes} inodes`;
  return (
    `the source holds ${formatBytes(load.bytes)} in ${load.inodes} inodes; the target has ` +
    `${formatBytes(sizeBytes)}, of which ${formatBytes(freeBytes)}${left} are free`
  );
}

/** Undefined when an image of another version cannot measure: then a full volume is found when it is full. */
async function loadOf(mover: Mover): Promise<Load | undefined> {
  const id = `measure-${activityInfo().activityId}-${activityInfo().attempt}`;
  const { out, rc } = await runDetached(mover, id, measureCommand(), () => ({ measuring: id }));
  const measure = rc === 0 ? parseMeasure(out) : undefined;
  if (measure === undefined) return undefined;
  return { bytes: measure.contents.allocatedBytes, inodes: measure.contents.inodes };
}

async function isGrowing(target: Cluster, volume: RunVolume): Promise<boolean> {
  const { targetNamespace: namespace, targetClaim: name } = volume;
  const claim = await target.get({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    namespace,
    name,
  });
  if (claim === undefined) return false;
  const { capacity } = (claim['status'] ?? {}) as { capacity?: { storage?: string } };
  return capacity?.storage !== undefined && bytesOf(capacity.storage) < bytesOf(requestedBy(claim));
}

function tooSmall(target: Cluster, volume: RunVolume, detail: string) {
  const object = `${target.name}: PersistentVolumeClaim ${volume.targetNamespace}/${volume.targetClaim}`;
  return failure('DRAY-3071', { detail, object });
}
