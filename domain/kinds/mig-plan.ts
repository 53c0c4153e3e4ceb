import * as z from 'zod';
import { statusBasics } from './condition.ts';
import { OBJECT_TRANSPORTS } from '../plan/object-transport.ts';
import { kindObject } from './kind-object.ts';
import { LabelSelector } from './label-selector.ts';
import { ObjectRef } from './object-ref.ts';
import { PlanVolume } from './plan-volume.ts';
import { UnhealthyNamespace } from './unhealthy.ts';
import { VolumeUse } from './volume-use.ts';

const Hook = z.looseObject({
  reference: ObjectRef.optional().describe('The MigHook to run.'),
  phase: z
    .string()
    .optional()
    .describe('When to run it: PreBackup, PostBackup, PreRestore or PostRestore.'),
  executionNamespace: z.string().optional().describe('Namespace the hook runs in.'),
  serviceAccount: z.string().optional().describe('Service account the hook runs as.'),
});

const GroupKind = z.looseObject({
  group: z.string().optional().describe('API group; empty for the core group.'),
  kind: z.string().describe('Kind, for example ConfigMap.'),
});

const Spec = z.looseObject({
  srcMigClusterRef: ObjectRef.optional().describe('The MigCluster to move from.'),
  destMigClusterRef: ObjectRef.optional().describe('The MigCluster to move to.'),
  migStorageRef: ObjectRef.optional().describe(
    'The MigStorage in between; not needed with objectTransport Direct.',
  ),
  namespaces: z
    .array(z.string())
    .optional()
    .describe('Namespaces to move; "source:target" gives one another name on the target.'),
  persistentVolumes: z
    .array(PlanVolume)
    .optional()
    .describe('Volumes of these namespaces, as the controller found them.'),
  closed: z.boolean().optional().describe('No further run may start.'),
  hooks: z
    .array(Hook)
    .optional()
    .describe('Jobs of your own; several of one phase run in this order.'),
  refresh: z
    .boolean()
    .optional()
    .describe('Set to true to have the plan checked, and its volumes measured, anew.'),
  indirectImageMigration: z
    .boolean()
    .optional()
    .describe('Move images through the replication repository, not from registry to registry.'),
  indirectVolumeMigration: z
    .boolean()
    .optional()
    .describe('Move volumes through the replication repository, not from pod to pod.'),
  includedResources: z
    .array(GroupKind)
    .optional()
    .describe('Move objects of these kinds only; without it, all.'),
  labelSelector: LabelSelector.optional().describe('Move objects with these labels only.'),
  objectTransport: z
    .enum(OBJECT_TRANSPORTS)
    .optional()
    .describe(
      'How objects move; not a field of MTC. Velero (default): by Velero, through the replication repository. ' +
        'Direct: from API server to API server; neither Velero nor migStorageRef is needed.',
    ),
  liveMigrate: z.boolean().optional().describe('Move the disks of running virtual machines.'),
});

const StorageClass = z.looseObject({
  name: z.string().optional().describe('Name of the class.'),
  provisioner: z.string().optional().describe('Who makes its volumes.'),
  default: z.boolean().optional().describe('Whether it is the default class.'),
  accessModes: z.array(z.string()).optional().describe('Access modes it offers.'),
});

const GroupVersionKind = z.looseObject({
  group: z.string().describe('API group.'),
  version: z.string().describe('Version.'),
  kind: z.string().describe('Kind.'),
});

const IncompatibleNamespace = z.looseObject({
  name: z.string().describe('Name of the namespace.'),
  gvks: z.array(GroupVersionKind).optional().describe('Kinds in it that the target lacks.'),
});

const Status = z.looseObject({
  ...statusBasics,
  namespaces: z
    .array(UnhealthyNamespace)
    .optional()
    .describe('Namespaces in which something is not well.'),
  incompatibleNamespaces: z
    .array(IncompatibleNamespace)
    .optional()
    .describe('Namespaces with objects that the target cannot hold.'),
  excludedResources: z.array(z.string()).optional().describe('Resources left out of every run.'),
  srcStorageClasses: z.array(StorageClass).optional().describe('Storage classes of the source.'),
  destStorageClasses: z
    .array(StorageClass)
    .optional()
    .describe('Storage classes of the target: the values selection.storageClass may take.'),
  volumeUse: z
    .array(VolumeUse)
    .optional()
    .describe('What was seen of the use of each volume; measured anew by spec.refresh.'),
  suffix: z.string().optional().describe('Suffix for converted claims.'),
});

/** What is to be moved, from where to where. */
export const MigPlan = kindObject('MigPlan', Spec, Status).describe(
  'What is to be moved, from where to where.',
);
export type MigPlan = z.infer<typeof MigPlan>;
