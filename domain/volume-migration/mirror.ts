import { API_VERSION } from '../kinds/group.ts';
import { PART_OF, PART_OF_LABEL, correlationLabel } from '../kinds/labels.ts';
import type { MigPlan } from '../kinds/mig-plan.ts';
import type { KubeObject } from '../kube-object.ts';
import { volumesOf } from '../run/admit.ts';
import type { RunInput } from '../run/facts.ts';
import type { VolumeProgress } from '../run/progress.ts';
import type { RunStatus } from '../run/status.ts';
import { copyName, senderPodOf } from '../run/volume-progress.ts';
import { COPY_ITINERARY, FAILED_ITINERARY } from './itinerary.ts';
import type { CopyOutcome, CopyState } from './state.ts';
import { type CopyStatus, copyStatus } from './status.ts';

/** What is known of a run at one moment. */
export interface ToldRun {
  run: RunInput;
  status: RunStatus;
  volumes: readonly VolumeProgress[];
}

/** MTC finds the DirectVolumeMigration of a run by it; the value is the uid of the MigMigration. */
const OF_MIGRATION = 'migration-direct-volume';

/** The DirectVolumeMigration that shows the copies of a run. */
export function mirrorObject({ run }: Pick<ToldRun, 'run'>, plan: MigPlan): KubeObject {
  const { namespace, migration, uid } = run;
  const { srcMigClusterRef, destMigClusterRef, persistentVolumes = [] } = plan.spec;
  const verified = new Set(
    persistentVolumes
      .filter(({ selection }) => selection?.verify === true)
      .map(({ pvc }) => `${pvc?.namespace ?? ''}/${pvc?.name?.split(':')[0] ?? ''}`),
  );
  return {
    ...{ apiVersion: API_VERSION, kind: 'DirectVolumeMigration' },
    metadata: {
      ...{ name: copyName({ migration, uid }), generateName: `${migration}-`, namespace },
      labels: {
        [PART_OF_LABEL]: PART_OF,
        [OF_MIGRATION]: uid,
        ...correlationLabel('MigMigration', uid),
      },
      ownerReferences: [
        { apiVersion: API_VERSION, kind: 'MigMigration', name: migration, uid, controller: true },
      ],
    },
    spec: {
      ...{ srcMigClusterRef, destMigClusterRef, createDestinationNamespaces: true },
      persistentVolumeClaims: volumesOf(plan, run.type).map((volume) => ({
        ...{ name: volume.claim, namespace: volume.namespace },
        ...{ targetName: volume.targetClaim, targetNamespace: volume.targetNamespace },
        ...{ targetStorageClass: volume.storageClass, targetAccessModes: volume.accessModes },
        verify: verified.has(`${volume.namespace}/${volume.claim}`),
      })),
    },
  };
}

/** Where the copies of a run stand, in the phases of a copy by itself. */
export function mirrorStatus({ run, status, volumes }: ToldRun): CopyStatus {
  const { uid } = run;
  const pods = volumes.map((progress) => ({
    progress,
    // The name of the pod does not tell of the plan.
    pod: senderPodOf({ uid, planUid: '' }, progress),
  }));
  return copyStatus(stateOf(status, volumes), pods);
}

function stateOf(status: RunStatus, volumes: readonly VolumeProgress[]): CopyState {
  const entry = status.pipeline.find(({ name }) => name === 'DirectVolume');
  const startedAt = entry?.started ?? status.startTimestamp;
  const outcome = outcomeOf(status);
  const isOver = outcome !== undefined;
  const isFailed = outcome === 'failed' || outcome === 'canceled';
  return {
    ...{ startedAt, leftBehind: [] },
    itinerary: isFailed ? FAILED_ITINERARY : COPY_ITINERARY,
    phase: isOver ? 'Completed' : phaseOf(volumes),
    failures: isFailed && status.drayage.failure !== undefined ? [status.drayage.failure] : [],
    ...(isOver ? { outcome } : {}),
  };
}

/** The copies are whole when the pipeline has left their step, whatever becomes of the run afterwards. */
function outcomeOf({ pipeline, conditions, phase }: RunStatus): CopyOutcome | undefined {
  const entry = pipeline.find(({ name }) => name === 'DirectVolume');
  if (entry?.completed !== undefined) return 'succeeded';
  if (phase !== 'Completed') return undefined;
  return conditions.some(({ type }) => type === 'Canceled') ? 'canceled' : 'failed';
}

function phaseOf(volumes: readonly VolumeProgress[]): string {
  const isPrepared = volumes.some(({ state }) => state !== 'waiting' && state !== 'preparing');
  return isPrepared ? 'RunRsyncOperations' : 'CreateRsyncTransferPods';
}
