import type { Cluster } from '../clients/kube/cluster.ts';
import { saysRepositoryIsFull } from '../domain/capacity/full-repository.ts';
import { failure } from '../domain/failures/failure.ts';
import type { FailureCode } from '../domain/failures/table.ts';
import type { ObjectKey } from '../domain/kube-object.ts';
import { type VeleroVerdict, veleroVerdict } from '../domain/velero/verdict.ts';
import { type Look, waitFor } from './wait-for.ts';

/** A Backup or a Restore that a run wants of one Velero. */
export interface VeleroOrder {
  cluster: Cluster;
  key: ObjectKey;
  /** What it is called when it cannot be had. */
  code: FailureCode;
  /** Orders it; harmless when that was done before. */
  place: () => Promise<void>;
  /** Asks for the end of one that failed; harmless when that was done before. */
  withdraw: () => Promise<void>;
  /** What stands between Velero and the repository at the moment. */
  obstacle: () => Promise<string | undefined>;
}

type Failed = Extract<VeleroVerdict, { state: 'failed' }>;

const VELERO_DONE = { limitMs: 60 * 60_000, pollMs: 50 };

/** Velero never tries again by itself. What fails so often with a repository at hand will fail again. */
const MOST_ORDERS = 3;
/** Informers that lost their API server come back within a minute or so. */
const BLIND_MS = 2 * 60_000;
const REORDER_MS = 1_000;
/** Velero 1.18 begins what is ready within a moment; what was ready when it was restarted, it never begins. */
const FORGOTTEN_MS = 60_000;

/**
 * Waits until Velero has done what was ordered, and orders it anew when it failed: a repository that was away for
 * a moment must not be the end of a run. Undefined when all went well, or what part failed.
 */
export async function fulfil(order: VeleroOrder): Promise<string | undefined> {
  const { cluster, key, code } = order;
  const object = `${cluster.name}: ${key.kind} ${key.name}`;
  const failed = new Set<string>();
  let blindSince: number | undefined;
  let notBefore = 0;
  let ready: { uid: string; since: number } | undefined;

  async function answerFailure(uid: string, { detail, blind }: Failed): Promise<Look<never>> {
    // Another try would be one more file that finds no room.
    if (saysRepositoryIsFull(detail)) throw failure('DRAY-1108', { detail, object });
    const obstacle = await order.obstacle();
    if (obstacle !== undefined) return { done: false, seen: `${detail}; ${obstacle}` };
    if (blind) blindSince ??= Date.now();
    const mayPass = blind && Date.now() - (blindSince ?? 0) < BLIND_MS;
    if (!mayPass) failed.add(uid);
    if (failed.size >= MOST_ORDERS) throw failure(code, { detail, object });
    await order.withdraw();
    notBefore = Date.now() + REORDER_MS;
    return { done: false, seen: `${detail}; it is ordered anew` };
  }

  async function answerReady(uid: string, progress: string): Promise<Look<never>> {
    if (ready?.uid !== uid) ready = { uid, since: Date.now() };
    if (Date.now() - ready.since < FORGOTTEN_MS) return { done: false, seen: progress };
    return answerFailure(uid, { state: 'failed', detail: `still ${progress}`, blind: false });
  }

  return waitFor<string | undefined>(
    async () => {
      const found = await cluster.get(key);
      if (found === undefined) {
        if (Date.now() >= notBefore) await order.place();
        return { done: false, seen: 'ordered' };
      }
      const verdict = veleroVerdict(found);
      switch (verdict.state) {
        case 'waiting':
        case 'running':
          return { done: false, seen: verdict.progress };
        case 'starting':
          return answerReady(found.metadata.uid ?? '', verdict.progress);
        case 'failed':
          return answerFailure(found.metadata.uid ?? '', verdict);
        case 'partial':
          return { done: true, value: verdict.detail };
        case 'done':
          return { done: true, value: undefined };
      }
    },
    VELERO_DONE,
    (seen) => failure(code, { detail: `still ${seen}`, object }),
  );
}
