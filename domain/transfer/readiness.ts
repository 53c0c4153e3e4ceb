import type { FailureCode } from '../failures/table.ts';
import { isRoot, ROOT, type TransferIdentity } from './identity/identity.ts';
import type { TransferRole } from './layout.ts';
import { RECEIVER_CAPABILITIES, SENDER_CAPABILITIES } from './manifests/containers.ts';
import { judgeRsync } from './rsync-version.ts';
import type { SelfCheck } from './xfer.ts';

/** Bits of linux/capability.h. */
const BITS = {
  CHOWN: 0n,
  DAC_OVERRIDE: 1n,
  FOWNER: 3n,
  FSETID: 4n,
  SETGID: 6n,
  SYS_CHROOT: 18n,
  MKNOD: 27n,
  SETFCAP: 31n,
} as const;

export type Readiness = { ready: true } | { ready: false; code: FailureCode; reason: string };

/**
 * Whether a mover pod has what its role needs, from its own self-check. What it was granted counts,
 * not what was asked for: admission may have taken capabilities away, and some losses are silent.
 */
export function judgeSelfCheck(
  role: TransferRole,
  check: SelfCheck,
  identity: TransferIdentity = ROOT,
): Readiness {
  if (check.missing.length > 0) {
    return unready('DRAY-3011', `the ${role}'s image lacks ${check.missing.join(', ')}`);
  }
  const rsync = judgeRsync(check.rsync);
  if (!rsync.usable) return unready(rsync.code, `${role}: ${rsync.reason}`);

  return isRoot(identity) ? judgeCapabilities(role, check) : judgeAccess(role, check);
}

function judgeCapabilities(role: TransferRole, check: SelfCheck): Readiness {
  const needed = role === 'sender' ? SENDER_CAPABILITIES : RECEIVER_CAPABILITIES;
  const effective = BigInt(`0x${check.capEff}`);
  const refused = needed.filter((name) => ((effective >> BITS[name]) & 1n) === 0n);
  if (refused.length > 0) {
    return unready('DRAY-3004', `the ${role} was not granted ${refused.join(', ')}`);
  }
  return { ready: true };
}

/** Without root the volume has to be open to the user; what lies deeper in it shows when it is copied. */
function judgeAccess(role: TransferRole, { uid, readable, writable }: SelfCheck): Readiness {
  if (role === 'sender' && readable === false) {
    return unready('DRAY-3040', `the root of the volume cannot be read by uid ${String(uid)}`);
  }
  if (role === 'receiver' && writable === false) {
    return unready(
      'DRAY-3043',
      `the root of the volume cannot be written to by uid ${String(uid)}`,
    );
  }
  return { ready: true };
}

/**
 * A volume mounted wrongly looks empty, and the first pass would empty the target with it.
 * To be asked before the first pass.
 */
export function judgeEmptySource(source: SelfCheck, target: SelfCheck): Readiness {
  if (!source.dataEmpty || target.dataEmpty) return { ready: true };
  return unready('DRAY-3013', 'the source has no entry but the target has some');
}

function unready(code: FailureCode, reason: string): Readiness {
  return { ready: false, code, reason };
}
