import { correlationLabel, PART_OF, PART_OF_LABEL, RSYNC_LABELS } from '../kinds/labels.ts';
import type { KubeObject } from '../kube-object.ts';
import { GROUP } from '../kinds/group.ts';
import type { TransferRole } from './layout.ts';
import { md5 } from './md5.ts';

/** One volume of one run: what every name is made of. */
export interface TransferredVolume {
  /** UID of the MigMigration. */
  runUid: string;
  /** UID of the MigPlan. */
  planUid: string;
  /** Whose uid `runUid` is, when it is none of a MigMigration. */
  runKind?: 'DirectVolumeMigration';
  /** The claim on the source. */
  namespace: string;
  claim: string;
}

/** Tells the sender's objects from the receiver's: `sender` or `receiver`. */
export const ROLE_LABEL = `${GROUP}/transfer-role`;
/** The same on all objects of one volume of one run, and on no others; see {@link transferName}. */
export const TRANSFER_LABEL = `${GROUP}/transfer`;

/** Velero passes by what carries it. */
const EXCLUDED_FROM_BACKUP = 'velero.io/exclude-from-backup';

const LONGEST_SLUG = 40;

/**
 * The stem of all names, equal for the same volume of the same run: at most 58 characters, and safe
 * for DNS labels, which names of Services have to be. Readable first, unique by its hash.
 */
function transferName(volume: TransferredVolume): string {
  const slug = volume.claim
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replace(/^-+|-+$/g, '');
  const hash = md5(`${volume.runUid}/${volume.namespace}/${volume.claim}`).slice(0, 12);
  return ['dray', slug, hash].filter((part) => part !== '').join('-');
}

/**
 * What the objects of one end are called, whatever their kind. The ends differ, since a run inside
 * one cluster may have both in one namespace.
 */
export function transferNames(volume: TransferredVolume): Record<TransferRole, string> {
  const stem = transferName(volume);
  return { sender: `${stem}-send`, receiver: `${stem}-recv` };
}

/** Every label of every object of one end: MTC's, since users' network policies select by them, and ours. */
export function transferLabels(
  volume: TransferredVolume,
  role: TransferRole,
): Record<string, string> {
  return {
    ...RSYNC_LABELS.app,
    ...RSYNC_LABELS.owner,
    ...RSYNC_LABELS.purpose,
    [PART_OF_LABEL]: PART_OF,
    // The key of the run must not go into the repository.
    [EXCLUDED_FROM_BACKUP]: 'true',
    ...(volume.runKind === undefined
      ? {
          ...correlationLabel('MigMigration', volume.runUid),
          ...correlationLabel('MigPlan', volume.planUid),
        }
      : correlationLabel(volume.runKind, volume.runUid)),
    [RSYNC_LABELS.createdForClaim]: md5(volume.claim),
    ...transferSelector(volume, role),
  };
}

/** Whether an object serves a transfer: it is none of the application's. */
export function isOfTransfer({ metadata }: KubeObject): boolean {
  return metadata.labels?.['owner'] === RSYNC_LABELS.owner.owner;
}

/** Selects the one pod of one end of one volume of one run. */
export function transferSelector(
  volume: TransferredVolume,
  role: TransferRole,
): Record<string, string> {
  return { [TRANSFER_LABEL]: transferName(volume), [ROLE_LABEL]: role };
}
