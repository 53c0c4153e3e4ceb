import type * as z from 'zod';
import { AGE, column, PHASE, READY, SOURCE, TARGET } from './columns.ts';
import type { PrinterColumn } from './columns.ts';
import { DirectImageMigration } from './direct-image-migration.ts';
import { DirectImageStreamMigration } from './direct-image-stream-migration.ts';
import { DirectVolumeMigrationProgress } from './direct-volume-migration-progress.ts';
import { DirectVolumeMigration } from './direct-volume-migration.ts';
import { API_VERSION, OWN_GROUP, VERSION } from './group.ts';
import { MigAnalytic } from './mig-analytic.ts';
import { MigCluster } from './mig-cluster.ts';
import { MigHook } from './mig-hook.ts';
import { MigMigration } from './mig-migration.ts';
import { MigPlan } from './mig-plan.ts';
import { MigSchedule } from './mig-schedule.ts';
import { MigStorage } from './mig-storage.ts';
import { MigrationController } from './migration-controller.ts';

/** What the API server and we must know of a kind. All are namespaced, with a status subresource. */
export interface KindEntry {
  /** @default MTC's */
  group?: string;
  plural: string;
  shortNames: readonly string[];
  columns: readonly PrinterColumn[];
  schema: z.ZodObject;
}

/**
 * The kinds, with MTC's short names, and MTC's columns where it has any. Short names of our own
 * would be taken from whoever else defines them later, so there are none.
 */
export const KINDS = {
  MigCluster: {
    plural: 'migclusters',
    shortNames: [],
    columns: [
      READY,
      column('URL', '.spec.url'),
      { name: 'Host', type: 'boolean', jsonPath: '.spec.isHostCluster' },
      AGE,
    ],
    schema: MigCluster,
  },
  MigStorage: {
    plural: 'migstorages',
    shortNames: [],
    columns: [
      READY,
      column('BackupStorageProvider', '.spec.backupStorageProvider'),
      column('VolumeSnapshotProvider', '.spec.volumeSnapshotProvider'),
      AGE,
    ],
    schema: MigStorage,
  },
  MigPlan: {
    plural: 'migplans',
    shortNames: [],
    columns: [READY, SOURCE, TARGET, column('Storage', '.spec.migStorageRef.name'), AGE],
    schema: MigPlan,
  },
  MigMigration: {
    plural: 'migmigrations',
    shortNames: [],
    columns: [
      READY,
      column('Plan', '.spec.migPlanRef.name'),
      column('Stage', '.spec.stage'),
      column('Rollback', '.spec.rollback'),
      column('Itinerary', '.status.itinerary'),
      PHASE,
      AGE,
    ],
    schema: MigMigration,
  },
  MigHook: {
    plural: 'mighooks',
    shortNames: [],
    columns: [
      READY,
      column('Image', '.spec.image'),
      column('TargetCluster', '.spec.targetCluster'),
      AGE,
    ],
    schema: MigHook,
  },
  MigAnalytic: {
    plural: 'miganalytics',
    shortNames: [],
    columns: [
      READY,
      column('Plan', '.spec.migPlanRef.name'),
      column('Progress', '.status.analytics.percentComplete'),
      column('Resources', '.status.analytics.k8sResourceTotal'),
      column('Images', '.status.analytics.imageCount'),
      column('ImageSize', '.status.analytics.imageSizeTotal'),
      column('PVs', '.status.analytics.pvCount'),
      column('PVCapacity', '.status.analytics.pvCapacity'),
      AGE,
    ],
    schema: MigAnalytic,
  },
  DirectImageMigration: {
    plural: 'directimagemigrations',
    shortNames: ['dim'],
    columns: [SOURCE, TARGET, PHASE, AGE],
    schema: DirectImageMigration,
  },
  DirectImageStreamMigration: {
    plural: 'directimagestreammigrations',
    shortNames: ['dism'],
    columns: [column('ImageStream', '.spec.imageStreamRef.name'), SOURCE, TARGET, PHASE, AGE],
    schema: DirectImageStreamMigration,
  },
  DirectVolumeMigration: {
    plural: 'directvolumemigrations',
    shortNames: ['dvm'],
    columns: [SOURCE, TARGET, PHASE, AGE],
    schema: DirectVolumeMigration,
  },
  DirectVolumeMigrationProgress: {
    plural: 'directvolumemigrationprogresses',
    shortNames: ['dvmp'],
    columns: [
      column('Cluster', '.spec.clusterRef.name'),
      column('Pod Name', '.spec.podRef.name'),
      column('Pod Namespace', '.spec.podRef.namespace'),
      column('Progress Percent', '.status.lastObservedProgressPercent'),
      column('Transfer Rate', '.status.lastObservedTransferRate'),
      AGE,
    ],
    schema: DirectVolumeMigrationProgress,
  },
  MigrationController: {
    plural: 'migrationcontrollers',
    shortNames: [],
    columns: [AGE],
    schema: MigrationController,
  },
  MigSchedule: {
    group: OWN_GROUP,
    plural: 'migschedules',
    shortNames: [],
    columns: [
      READY,
      column('Plan', '.spec.migPlanRef.name'),
      column('Cron', '.spec.cron'),
      column('Interval', '.spec.interval'),
      column('Next', '.status.nextRun'),
      column('Last', '.status.lastRun.state'),
      AGE,
    ],
    schema: MigSchedule,
  },
} as const satisfies Record<string, KindEntry>;

export type Kind = keyof typeof KINDS;

/** The stored object of a kind, as {@link parseKind} returns it. */
export type KindObject<K extends Kind = Kind> = {
  [Name in K]: z.infer<(typeof KINDS)[Name]['schema']>;
}[K];

export const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];

/** Whether this is one of our kinds. */
export function isKind(name: string): name is Kind {
  return Object.hasOwn(KINDS, name);
}

/** Group and version of a kind. */
export function apiVersionOf(kind: Kind): string {
  const { group }: KindEntry = KINDS[kind];
  return group === undefined ? API_VERSION : `${group}/${VERSION}`;
}
