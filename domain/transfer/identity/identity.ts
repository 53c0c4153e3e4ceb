import type { TransferRole } from '../layout.ts';

/**
 * Who the pods of a transfer run as. `root`: as PodSecurity baseline lets it, keeps everything. `ranged`: a user of the
 * range of the namespace, as OpenShift's constraint `restricted` wants it. `restricted`: any other user, without
 * capabilities, as PodSecurity restricted wants it.
 */
export const TRANSFER_MODES = ['root', 'ranged', 'restricted'] as const;
export type TransferMode = (typeof TRANSFER_MODES)[number];

export interface TransferIdentity {
  mode: TransferMode;
  uid: number;
  /** Left out: the group that the runtime gives, which is 0 for users that the image does not know. */
  gid?: number;
  /** Supplemental groups. */
  groups: number[];
}

export type Identities = Record<TransferRole, TransferIdentity>;

export const ROOT: TransferIdentity = { mode: 'root', uid: 0, gid: 0, groups: [] };

/** Both ends of transfers of versions that knew root alone. */
export const BOTH_ROOT: Identities = { sender: ROOT, receiver: ROOT };

export function isRoot({ mode }: TransferIdentity): boolean {
  return mode === 'root';
}

/** For messages: `root`, or `uid 1000 (restricted)`. */
export function describeIdentity({ mode, uid }: TransferIdentity): string {
  return mode === 'root' ? 'root' : `uid ${String(uid)} (${mode})`;
}
