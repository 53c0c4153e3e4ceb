import { activityInfo, Context, log, sleep } from '@temporalio/activity';
import { type Failure, failure } from '../domain/failures/failure.ts';
import type { RunFacts, RunVolume } from '../domain/run/facts.ts';
import { type PassOrder, type PassResult, passId } from '../domain/run/pass.ts';
import { parsePassStats, parseProgress } from '../domain/transfer/progress.ts';
import { hasUser, isOfUser } from '../domain/transfer/manifests/pod.ts';
import { passCommand } from '../domain/transfer/rsync.ts';
import {
  judgeLostPass,
  judgePass,
  type PassVerdict,
  wasStopped,
} from '../domain/transfer/verdict.ts';
import { type PassStatus, secondsOf } from '../domain/transfer/xfer.ts';
import { type Bandwidth, bandwidthOf, watchLimit } from './bandwidth.ts';
import { describeRoom } from './capacity/room.ts';
import { watchDetached } from './detached.ts';
import { type Mover, moverAt } from './mover.ts';
import type { Ports } from './ports.ts';
import { type ProgressTeller, tellProgress } from './progress-teller.ts';
import { identifiedSpec } from './transfer-identity.ts';
import { ensureTransferPods, transferEnds } from './transfer-pods.ts';

/** As MTC's default backOffLimit. */
const MOST_ATTEMPTS = 20;
/** Changes of the limit in one pass, beyond which somebody plays with it, or something else ends rsync. */
const MOST_STOPS = 1_000;
const RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;

export interface PassRequest {
  facts: RunFacts;
  volume: RunVolume;
  order: PassOrder;
  /** Those of this run that have ended; undefined in runs of versions that did not record them. */
  passes?: PassResult[];
}

/** Copying passes. They run detached in the sender's pod; these acts start them and watch. */
export function createPassActivities(ports: Ports) {
  return {
    /**
     * Runs one pass to its end. When the worker dies, the pass goes on; the next try finds it by its id, takes
     * it up where it is, and copies nothing twice.
     */
    async runPass({ facts, volume, order, passes }: PassRequest): Promise<PassResult> {
      const ends = await transferEnds(ports, facts);
      const spec = await identifiedSpec(ports, ends, { facts, volume });
      const sender = moverAt('sender', ends, spec);
      const asUser = isOfUser(spec);
      const copy = { volume, order, passes: passes ?? [] };
      const teller = tellProgress(ports.clusters.host, facts, copy);
      const bandwidth = bandwidthOf(ports.clusters.host, facts.run, ends.settings);
      const { tries = MOST_ATTEMPTS } = facts;
      let reason = '';
      let [failures, stops] = [0, 0];
      while (failures < tries && stops < MOST_STOPS) {
        const [attempt, tried] = [failures + 1, failures + stops + 1];
        // A try mostly fails because one of the pods is gone.
        await ensureTransferPods(ends, spec);
        const tells = { teller, bandwidth };
        const status = await runAttempt({ sender, order, attempt, tried, asUser, ...tells });
        const verdict = await judge(sender, order, status, { volume, asUser: hasUser(spec) });
        if (verdict.kind === 'done' || verdict.kind === 'warning') {
          return resultOf({ order, status, verdict, attempts: attempt });
        }
        reason = verdict.reason;
        if (verdict.kind === 'fatal') {
          throw await fatalEnd(verdict, sender, moverAt('receiver', ends, spec));
        }
        // The next try takes up what has arrived, with the limit that is wanted now.
        if (isStopped(status)) {
          stops++;
          continue;
        }
        failures++;
        Context.current().heartbeat({ retrying: reason, attempt });
        log.warn('a try of a pass failed', { pass: passId(order, tried), rc: status.rc, reason });
        await pauseAfter(status, attempt);
      }
      const detail = `${failures + stops} tries; the last one: ${reason}`;
      throw failure('DRAY-3014', { detail, object: sender.object });
    },
  };
}

/** What ends all tries; of a volume that has run full, with what is needed and what is there. */
async function fatalEnd(
  { code = 'DRAY-3008', reason }: PassVerdict,
  sender: Mover,
  receiver: Mover,
): Promise<Failure> {
  const room = code === 'DRAY-3007' ? await describeRoom(sender, receiver) : undefined;
  const detail = room === undefined ? reason : `${reason}; ${room}`;
  return failure(code, { detail, object: sender.object });
}

/** Tries that ended long ago are only read over again, not waited for. */
async function pauseAfter({ nowMs, finishedAtMs }: PassStatus, attempt: number): Promise<void> {
  if (nowMs - (finishedAtMs ?? nowMs) >= RETRY_MS) return;
  await sleep(Math.min(RETRY_MS * attempt, LONGEST_RETRY_MS));
}

function isStopped({ state, rc }: PassStatus): boolean {
  return state === 'done' && rc !== undefined && wasStopped({ rc });
}

interface Attempt {
  sender: Mover;
  order: PassOrder;
  /** As people count: from 1, without those that were stopped for another limit. */
  attempt: number;
  /** All tries, this one among them: its id. */
  tried: number;
  teller: ProgressTeller;
  asUser: boolean;
  bandwidth: Bandwidth;
}

/** Starts a try, unless an earlier worker did, and watches it to its end. */
async function runAttempt(one: Attempt): Promise<PassStatus> {
  const { sender, order, attempt, tried, teller, bandwidth, asUser } = one;
  const id = passId(order, tried);
  // After a failed act there may be another pod, which knows of no earlier try, and half a file at the target.
  const resumed = tried > 1 || activityInfo().attempt > 1;
  const limit = (await bandwidth.now()) ?? 0;
  const command = passCommand({
    ...{ kind: order.kind, resumed, asUser },
    bandwidthLimitKiBps: limit,
  });
  const isOurs = await sender.start(id, command);
  const watch = watchLimit({ sender, id, bandwidth }, isOurs ? limit : undefined);
  return watchDetached(sender, id, ({ out }) => {
    watch.look();
    const progress = parseProgress(out);
    if (progress !== undefined) teller.copying(progress, attempt, bandwidth.problem());
    return { pass: id, ...progress };
  });
}

async function judge(
  sender: Mover,
  { kind }: PassOrder,
  status: PassStatus,
  { volume, asUser }: { volume: RunVolume; asUser: boolean },
): Promise<PassVerdict> {
  const name = `${volume.namespace}/${volume.claim}`;
  if (status.state !== 'done' || status.rc === undefined) return judgeLostPass(name);
  const { rc, err: stderr } = status;
  if (rc === 0) return judgePass({ rc, kind, stderr, volume: name });
  const tunnelLog = await sender.tunnelLog();
  return judgePass({ rc, kind, stderr, tunnelLog, volume: name, asUser });
}

interface Ended {
  order: PassOrder;
  status: PassStatus;
  verdict: PassVerdict;
  attempts: number;
}

function resultOf({ order, status, verdict, attempts }: Ended): PassResult {
  const seconds = secondsOf(status);
  const stats = parsePassStats(status.out, seconds);
  return {
    number: order.number,
    kind: order.kind,
    bytesSent: stats?.bytesSent ?? 0,
    bytesTotal: stats?.bytesTotal ?? order.bytesTotal,
    filesScanned: stats?.filesTotal ?? order.filesTotal,
    filesTransferred: stats?.filesTransferred ?? 0,
    seconds,
    startedAt: new Date(status.startedAtMs ?? status.nowMs).toISOString(),
    attempts,
    ...(verdict.kind === 'warning' ? { warning: verdict.reason } : {}),
  };
}
