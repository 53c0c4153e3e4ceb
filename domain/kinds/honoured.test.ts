import { describe, expect, it } from '@jest/globals';
import { LIMITS, VOLUME_LIMITS } from './limits.ts';
import { type Kind, KINDS } from './registry.ts';
import { type StructuralSchema, structuralSchema } from './structural-schema.ts';

const VOLUME = 'spec.persistentVolumes[]';

/** Read by what is behind each kind; a reference is read as a whole. */
const READ: Partial<Record<Kind, readonly string[]>> = {
  MigCluster: [
    ...['spec.isHostCluster', 'spec.url', 'spec.serviceAccountSecretRef', 'spec.caBundle'],
    ...['spec.insecure', 'spec.refresh'],
  ],
  MigStorage: [
    ...['spec.backupStorageProvider', 'spec.refresh'],
    ...['credsSecretRef', 'awsBucketName', 'awsRegion', 'awsS3Url', 'awsS3ForcePathStyle'].map(
      (name) => `spec.backupStorageConfig.${name}`,
    ),
    ...['s3CustomCABundle', 'insecure'].map((name) => `spec.backupStorageConfig.${name}`),
  ],
  MigPlan: [
    ...['spec.srcMigClusterRef', 'spec.destMigClusterRef', 'spec.migStorageRef'],
    ...['spec.namespaces', 'spec.closed', 'spec.refresh', 'spec.objectTransport'],
    ...['reference', 'phase', 'executionNamespace', 'serviceAccount'].map(
      (name) => `spec.hooks[].${name}`,
    ),
    ...['spec.includedResources', 'spec.labelSelector'],
    `${VOLUME}.pvc.name`,
    `${VOLUME}.proposedCapacity`,
    ...['action', 'storageClass', 'accessMode', 'verify'].map(
      (name) => `${VOLUME}.selection.${name}`,
    ),
  ],
  MigHook: [
    ...['spec.custom', 'spec.image', 'spec.playbook', 'spec.targetCluster'],
    'spec.activeDeadlineSeconds',
  ],
  MigMigration: [
    ...['spec.migPlanRef', 'spec.stage', 'spec.migrateState', 'spec.rollback'],
    ...['spec.quiescePods'],
    ...['spec.canceled', 'spec.verify'],
    ...['spec.onFailure', 'spec.holdMinutes', 'spec.startAt', 'spec.startBefore'],
    ...['spec.runAsRoot', 'spec.runAsUser', 'spec.runAsGroup'],
  ],
  DirectVolumeMigration: [
    ...['spec.srcMigClusterRef', 'spec.destMigClusterRef', 'spec.backOffLimit'],
    ...['spec.createDestinationNamespaces', 'spec.deleteProgressReportingCRs'],
    'spec.persistentVolumeClaims[]',
  ],
  MigSchedule: [
    ...['spec.migPlanRef', 'spec.type', 'spec.cron', 'spec.interval', 'spec.timeZone'],
    ...['spec.window', 'spec.jitter', 'spec.suspend', 'spec.keepRuns'],
  ],
};

/** Wishes that are so whatever is wished: nothing has to be read. */
const SO_ANYWAY = [
  // Nothing is written on pods, volumes and claims of the source that could be kept or removed.
  'spec.keepAnnotations',
];

/** Not a wish but an account: the controller writes it over, whatever stands there. */
const WRITTEN = [
  ...['name', 'capacity', 'storageClass', 'supported', 'capacityConfirmed'],
  ...['namespace', 'accessModes', 'hasReference', 'ownerType'].map((name) => `pvc.${name}`),
].map((name) => `${VOLUME}.${name}`);

function leaves(schema: StructuralSchema, path: string): string[] {
  if (schema.items !== undefined) return leaves(schema.items, `${path}[]`);
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return [path];
  return fields.flatMap(([name, field]) => leaves(field, `${path}.${name}`));
}

function isBelow(field: string, known: string): boolean {
  return field === known || ['.', '['].some((mark) => field.startsWith(known + mark));
}

describe('a field of a spec', () => {
  it.each(Object.keys(READ) as Kind[])('of %s is read, or refused by name', (kind) => {
    const refused = [
      ...(LIMITS[kind] ?? []).map(({ field }) => field),
      ...VOLUME_LIMITS.map(({ field }) => `${VOLUME}.${field}`),
    ];
    const known = [...(READ[kind] ?? []), ...refused, ...WRITTEN, ...SO_ANYWAY];
    const spec = structuralSchema(KINDS[kind].schema).properties?.['spec'] ?? {};

    const fields = leaves(spec, 'spec');

    // A MigHook has five in all.
    expect(fields.length).toBeGreaterThan(kind === 'MigHook' ? 4 : 5);
    expect(fields.filter((field) => !known.some((one) => isBelow(field, one)))).toEqual([]);
  });
});
