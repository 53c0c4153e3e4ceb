/** How the objects of a plan move; their volumes are copied from pod to pod either way. */
export const OBJECT_TRANSPORTS = ['Velero', 'Direct'] as const;
export type ObjectTransport = (typeof OBJECT_TRANSPORTS)[number];

/** MTC knows no other way. */
export const DEFAULT_TRANSPORT: ObjectTransport = 'Velero';

/** Whether a plan needs the replication repository, and Velero on both clusters. */
export function needsVelero(transport: ObjectTransport | undefined): boolean {
  return (transport ?? DEFAULT_TRANSPORT) === 'Velero';
}
