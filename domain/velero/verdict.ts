import type { KubeObject } from '../kube-object.ts';

export type VeleroVerdict =
  | { state: 'running'; progress: string }
  | { state: 'done' }
  | { state: 'partial'; detail: string }
  /** `blind`: Velero did not see something; after an outage of its API server its memory may lag for a minute. */
  | { state: 'failed'; detail: string; blind: boolean };

interface VeleroStatus {
  phase?: string;
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
      return { state: 'running', progress: progressOf(status) };
  }
}

function progressOf({ phase, progress }: VeleroStatus): string {
  const done = progress?.itemsBackedUp ?? progress?.itemsRestored;
  const items = done === undefined ? '' : `, ${done} of ${progress?.totalItems ?? '?'} objects`;
  return `${phase ?? 'New'}${items}`;
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
