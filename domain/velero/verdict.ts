import type { KubeObject } from '../kube-object.ts';

export type VeleroVerdict =
  /**
   * `waiting`: Velero has not taken it up. `starting`: it is about to, for a moment (Backups, since 1.18).
   * `running`: it works on it, or waits for others who do.
   */
  | { state: 'waiting' | 'starting' | 'running'; progress: string }
  | { state: 'done' }
  | { state: 'partial'; detail: string }
  /** `blind`: Velero did not see something; after an outage of its API server its memory may lag for a minute. */
  | { state: 'failed'; detail: string; blind: boolean };

interface VeleroStatus {
  phase?: string;
  /** In the line of Backups, from 1. */
  queuePosition?: number;
  validationErrors?: string[];
  failureReason?: string;
  errors?: number;
  warnings?: number;
  progress?: {
    totalItems?: number;
    itemsBackedUp?: number;
    itemsRestored?: number;
  };
}

/** Reads the status of a Backup or a Restore (Velero 1.9 to 1.18, `pkg/apis/velero/v1`). */
export function veleroVerdict(object: KubeObject): VeleroVerdict {
  const status = (object['status'] ?? {}) as VeleroStatus;
  switch (status.phase) {
    case 'Completed':
      return { state: 'done' };
    case 'PartiallyFailed':
      return { state: 'partial', detail: `${status.errors ?? 'some'} objects had errors.` };
    case 'FailedValidation': {
      const detail = `${(status.validationErrors ?? []).join('; ')}.`;
      return { state: 'failed', detail, blind: /not found/i.test(detail) };
    }
    // Velero leaves it so when a deletion fails half-way; nothing more comes of it by itself.
    case 'Deleting':
      return { state: 'failed', detail: 'it is being deleted.', blind: false };
    case 'Failed': {
      const detail = status.failureReason ?? 'Velero gives no reason.';
      return { state: 'failed', detail, blind: false };
    }
    default:
      return { state: pendingState(status.phase), progress: progressOf(status) };
  }
}

function pendingState(phase = 'New'): 'waiting' | 'starting' | 'running' {
  if (['', 'New', 'Queued'].includes(phase)) return 'waiting';
  return phase === 'ReadyToStart' ? 'starting' : 'running';
}

function progressOf({ phase, progress, queuePosition }: VeleroStatus): string {
  const done = progress?.itemsBackedUp ?? progress?.itemsRestored;
  const items = done === undefined ? '' : `, ${done} of ${progress?.totalItems ?? '?'} objects`;
  const place = phase === 'Queued' && queuePosition ? `, number ${queuePosition} in line` : '';
  return `${phase === undefined || phase === '' ? 'New' : phase}${place}${items}`;
}

/**
 * Whether Velero can be asked to delete a Backup: it refuses while it writes one. One that is about to start must
 * not go either: Velero 1.18 would count it among those at work for ever, and with that begin no other.
 */
export function mayBeDeleted({ state }: VeleroVerdict): boolean {
  return state !== 'starting' && state !== 'running';
}

export type LocationVerdict =
  { state: 'available' } | { state: 'unavailable'; detail: string } | { state: 'unknown' };

/** Whether Velero can use a BackupStorageLocation; it says nothing until it has looked once. */
export function locationVerdict(object: KubeObject): LocationVerdict {
  const { phase, message } = (object['status'] ?? {}) as { phase?: string; message?: string };
  if (phase === 'Available') return { state: 'available' };
  if (phase === 'Unavailable')
    return { state: 'unavailable', detail: message ?? 'no reason given' };
  return { state: 'unknown' };
}
