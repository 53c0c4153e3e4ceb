/** The custom resources of `migration.openshift.io/v1alpha1`, and ours of `drayage.dev/v1alpha1`. */
export { apiVersionOf, KINDS, KIND_NAMES, isKind } from './registry.ts';
export type { Kind, KindEntry, KindObject } from './registry.ts';
export { parseKind, parseManifest } from './parse.ts';
export type { Manifest, Parsed } from './parse.ts';
export type { ParseIssue } from './parse-issue.ts';
export { notSupportedCondition, unsupportedFields } from './support.ts';
export type { UnsupportedField } from './support.ts';

export { API_VERSION, GROUP, NAMESPACE, OWN_API_VERSION, OWN_GROUP, VERSION } from './group.ts';
export { resolveRef } from './object-ref.ts';
export { quantityBytes } from './quantity.ts';

export type { Condition, ConditionCategory, ConditionDraft } from './condition.ts';
export type { DirectImageMigration } from './direct-image-migration.ts';
export type { DirectImageStreamMigration } from './direct-image-stream-migration.ts';
export type { DirectVolumeMigration } from './direct-volume-migration.ts';
export type { DirectVolumeMigrationProgress } from './direct-volume-migration-progress.ts';
export type { LabelSelector } from './label-selector.ts';
export type { ManifestMetadata, OwnerReference, StoredMetadata } from './metadata.ts';
export type { MigAnalytic } from './mig-analytic.ts';
export type { MigCluster } from './mig-cluster.ts';
export type { MigHook } from './mig-hook.ts';
export type { MigMigration } from './mig-migration.ts';
export type { MigPlan } from './mig-plan.ts';
export type { MigSchedule } from './mig-schedule.ts';
export type { MigStorage } from './mig-storage.ts';
export type { MigrationController } from './migration-controller.ts';
export type { ObjectRef } from './object-ref.ts';
export type { PipelineEntry, PipelineStep } from './pipeline.ts';
export type { PlanVolume } from './plan-volume.ts';
export type { Quantity } from './quantity.ts';
export type { UnhealthyNamespace } from './unhealthy.ts';
