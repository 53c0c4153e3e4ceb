/** What a step of a DirectVolumeMigration does, as a word; its workflow gives each its meaning. */
export type CopyAct = 'clearStale' | 'makeNamespaces' | 'makeClaims' | 'copyVolumes' | 'tidyUp';

/** One phase, as `status.phase` and `status.phaseDescription` show it. */
export interface CopyStep {
  /** MTC's name. */
  phase: string;
  description: string;
  act?: CopyAct;
}

/** MTC's name of the list. */
export const COPY_ITINERARY = 'VolumeMigration';

/**
 * The 20 phases of MTC 1.7's DirectVolumeMigration in its order (mig-controller, pkg/controller/directvolumemigration).
 * Endpoint, tunnel, progress and pods of a volume are made together, a few volumes at a time: they belong to
 * `RunRsyncOperations`, and the phases that MTC has for them are over at once.
 */
export const VOLUME_MIGRATION: readonly CopyStep[] = [
  { phase: 'Created', description: 'The copy is accepted.' },
  { phase: 'Started', description: 'The copy has begun.' },
  { phase: 'Prepare', description: 'The copy is prepared.' },
  {
    ...{ phase: 'CleanStaleRsyncResources', act: 'clearStale' },
    description: 'Pods, Services and Secrets of an earlier try of this copy are removed.',
  },
  { phase: 'WaitForStaleRsyncResourcesTerminated', description: 'They are gone.' },
  {
    ...{ phase: 'CreateDestinationNamespaces', act: 'makeNamespaces' },
    description: 'Namespaces are made on the target.',
  },
  { phase: 'DestinationNamespacesCreated', description: 'They are there.' },
  {
    ...{ phase: 'CreateDestinationPVCs', act: 'makeClaims' },
    description: 'Claims are made on the target, or reserved for this copy.',
  },
  { phase: 'DestinationPVCsCreated', description: 'They are there.' },
  { phase: 'CreateRsyncRoute', description: 'Made with the pods of each volume.' },
  { phase: 'EnsureRsyncRouteAdmitted', description: 'Made with the pods of each volume.' },
  { phase: 'CreateRsyncConfig', description: 'Made with the pods of each volume.' },
  { phase: 'CreateStunnelConfig', description: 'Made with the pods of each volume.' },
  { phase: 'CreatePVProgressCRs', description: 'Made with the pods of each volume.' },
  { phase: 'CreateRsyncTransferPods', description: 'Made with the pods of each volume.' },
  { phase: 'WaitForRsyncTransferPodsRunning', description: 'Waited for with each volume.' },
  {
    ...{ phase: 'RunRsyncOperations', act: 'copyVolumes' },
    description: 'Volumes are copied, and compared where that is asked for.',
  },
  {
    ...{ phase: 'DeleteRsyncResources', act: 'tidyUp' },
    description: 'Pods, Services and Secrets of the copy are removed.',
  },
  { phase: 'WaitForRsyncResourcesTerminated', description: 'They are gone.' },
  { phase: 'Completed', description: 'The copy has ended.' },
];

/** What a copy follows that failed or was cancelled. MTC leaves everything in place then; here it is removed. */
export const FAILED_ITINERARY = 'VolumeMigrationFailed';
export const VOLUME_MIGRATION_FAILED: readonly CopyStep[] = [
  {
    phase: 'MigrationFailed',
    description: 'The copy has failed; its pods, Services and Secrets are removed.',
  },
  { phase: 'Completed', description: 'The copy has ended.' },
];

/** Where a phase stands in its list; the first one when it is none of the list. */
export function placeIn(
  itinerary: string,
  phase: string,
): { number: number; total: number; description: string } {
  const steps = itinerary === FAILED_ITINERARY ? VOLUME_MIGRATION_FAILED : VOLUME_MIGRATION;
  const index = Math.max(
    0,
    steps.findIndex((step) => step.phase === phase),
  );
  return { number: index + 1, total: steps.length, description: steps[index]?.description ?? '' };
}
