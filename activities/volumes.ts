import { activityInfo } from '@temporalio/activity';
import { failure } from '../domain/failures/failure.ts';
import type { RunFacts, RunVolume } from '../domain/run/facts.ts';
import type { VolumeProgress } from '../domain/run/progress.ts';
import type { VolumeUsers } from '../domain/run/non-root.ts';
import { newProgress } from '../domain/run/volume-progress.ts';
import { PROBED_MS } from '../domain/transfer/endpoint-choice.ts';
import { hasUser, identityOf, isOfUser } from '../domain/transfer/manifests/pod.ts';
import type { TransferSpec } from '../domain/transfer/manifests/spec.ts';
import { parseTotals, type Totals } from '../domain/transfer/progress.ts';
import { judgeEmptySource, judgeSelfCheck, type Readiness } from '../domain/transfer/readiness.ts';
import { countCommand } from '../domain/transfer/rsync.ts';
import {
  parseSelfCheck,
  parseUnkept,
  selfCheckCommand,
  unkeptCommand,
} from '../domain/transfer/xfer.ts';
import { type BothEnds, ensureRoom } from './capacity/room.ts';
import { sizedForTarget } from './capacity/target-size.ts';
import { runDetached } from './detached.ts';
import { type Mover, moverAt } from './mover.ts';
import type { Ports } from './ports.ts';
import { awaitWay } from './probe.ts';
import { writeProgress } from './progress.ts';
import { adoptClaim, ensureTargetClaim } from './target.ts';
import { overEndpoints } from './transfer-endpoint.ts';
import { identifiedSpec } from './transfer-identity.ts';
import { ensureTransferPods, transferEnds, wayOf } from './transfer-pods.ts';

export interface VolumeRequest {
  facts: RunFacts;
  volume: RunVolume;
}

/** What there is to copy, by entries and bytes, and whether the target holds some of it from an earlier run. */
export interface Prepared extends Totals {
  /** Undefined in runs of versions that took every target for empty. */
  isStaged?: boolean;
  /** Where one of the ends is not root. */
  users?: VolumeUsers;
}

/** One volume: both ends up, checked, and able to speak to each other. */
export function createVolumeActivities(ports: Ports) {
  return {
    /** Claim, pods and tunnel of one volume. Returns what there is to copy. */
    async prepareVolume({ facts, volume }: VolumeRequest): Promise<Prepared> {
      const ends = await transferEnds(ports, facts);
      const { host } = ports.clusters;
      const preparing: VolumeProgress = { ...newProgress(volume), state: 'preparing' };
      await writeProgress(host, facts, volume, preparing);
      const sized = await sizedForTarget(ports, ends.source, facts, volume);
      await ensureTargetClaim(ends.source, ends.target, facts, sized);
      const spec = await identifiedSpec(ports, ends, { facts, volume });
      const asUser = isOfUser(spec);
      const sender = moverAt('sender', ends, spec);
      const receiver = moverAt('receiver', ends, spec);
      let isStaged = false;
      await overEndpoints(ends, spec, async (type) => {
        await ensureTransferPods(ends, spec);
        const checks = await checkEnds(spec, sender, receiver);
        isStaged = checks !== undefined && !checks.target.dataEmpty;
        await adoptClaim(ends.target, facts, { volume, isEmpty: !isStaged });
        if (checks !== undefined) {
          await ensureRoom(ends.target, { sender, receiver, checks }, volume);
        }
        const way = await wayOf(ends, spec, type);
        return awaitWay({ sender, volume, asUser, ...way }, PROBED_MS[type]);
      });
      return { ...(await countVolume(sender)), isStaged, ...(await usersOf(spec, sender)) };
    },

    /** Tells where one volume stands between passes. */
    async tellVolume(told: VolumeRequest & { progress: VolumeProgress }): Promise<void> {
      await writeProgress(ports.clusters.host, told.facts, told.volume, told.progress);
    },
  };
}

/** What admission took away from a pod is found here; some losses would be silent otherwise. */
async function checkEnds(
  spec: TransferSpec,
  sender: Mover,
  receiver: Mover,
): Promise<BothEnds | undefined> {
  const [source, target] = await Promise.all(
    [sender, receiver].map(async (mover) => parseSelfCheck(await mover.run(selfCheckCommand()))),
  );
  if (source === undefined || target === undefined) return undefined;
  refuse(judgeSelfCheck('sender', source, identityOf(spec, 'sender')), sender);
  refuse(judgeSelfCheck('receiver', target, identityOf(spec, 'receiver')), receiver);
  refuse(judgeEmptySource(source, target), sender);
  return { source, target };
}

function refuse(readiness: Readiness, mover: Mover): void {
  if (readiness.ready) return;
  throw failure(readiness.code, { detail: readiness.reason, object: mover.object });
}

/** Walks the whole volume, which may take minutes. What is not known only makes the progress less exact. */
async function countVolume(sender: Mover): Promise<Totals> {
  const id = `count-${activityInfo().attempt}`;
  const { out } = await runDetached(sender, id, countCommand(), () => ({ counting: id }));
  return parseTotals(out) ?? { files: 0, bytes: 0 };
}

/** Who copies, where it is not root, and what that costs: the volume is walked for it. */
async function usersOf(spec: TransferSpec, sender: Mover): Promise<{ users?: VolumeUsers }> {
  if (spec.identities === undefined || !hasUser(spec)) return {};
  const { identities } = spec;
  if (!isOfUser(spec)) return { users: { identities } };
  const { uid, gid = 0 } = identities.receiver;
  const id = `unkept-${activityInfo().attempt}`;
  const { out } = await runDetached(sender, id, unkeptCommand({ uid, gid }), () => ({
    counting: id,
  }));
  const unkept = parseUnkept(out);
  return { users: { identities, ...(unkept === undefined ? {} : { unkept }) } };
}
