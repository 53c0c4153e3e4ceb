import * as z from 'zod';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { DEFAULT_TRANSPORT, OBJECT_TRANSPORTS } from '../../../domain/plan/object-transport.ts';
import { Conditions, ConditionView, holding } from './condition.ts';
import { PredictionView, predictionView } from './prediction.ts';
import { RUN_STATES } from './run-state.ts';
import { RUN_TYPES } from '../../../domain/run/run-type.ts';
import type { RunView } from './run.ts';

const PlanVolumeView = z
  .object({
    namespace: z.string().describe('Namespace of the claim.'),
    claim: z.string().describe('The claim; "source:target" when it is renamed.'),
    capacity: z.string().describe('Capacity on the source, for example 10Gi.'),
    storageClass: z.string().describe('Storage class on the source.'),
    action: z.string().describe('copy, move or skip.'),
    copyMethod: z.string().describe('filesystem or snapshot.'),
    targetStorageClass: z.string().describe('Storage class on the target.'),
    verify: z.boolean().describe('Whether checksums are compared after the copy.'),
  })
  .meta({ id: 'PlanVolume', description: 'A volume and what becomes of it.' });
type PlanVolumeView = z.infer<typeof PlanVolumeView>;

const LastRun = z.object({
  name: z.string(),
  type: z.enum(RUN_TYPES),
  state: z.enum(RUN_STATES),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
});

export const PlanView = z
  .object({
    name: z.string().describe('Name of the MigPlan.'),
    source: z.string().describe('The cluster to move from.'),
    target: z.string().describe('The cluster to move to.'),
    repository: z
      .string()
      .describe('The replication repository in between; empty when there is none.'),
    objectTransport: z
      .enum(OBJECT_TRANSPORTS)
      .describe('How objects move: by Velero, or from API server to API server.'),
    namespaces: z.array(z.string()).describe('"a", or "a:b" for another name on the target.'),
    ready: z.boolean().describe('Whether a run may start.'),
    closed: z.boolean().describe('No further run may start.'),
    volumes: z.array(PlanVolumeView),
    conditions: z.array(ConditionView),
    lastRun: LastRun.optional().describe('The newest run.'),
    prediction: PredictionView.optional().describe(
      'Not there before all volumes were copied once.',
    ),
  })
  .meta({ id: 'Plan', description: 'What is to be moved, from where to where.' });
export type PlanView = z.infer<typeof PlanView>;

const text = z.string().catch('');

const Ref = z
  .object({ name: text })
  .catch({ name: '' })
  .transform(({ name }) => name);

const Volume = z
  .object({
    pvc: z.object({ namespace: text, name: text }).catch({ namespace: '', name: '' }),
    capacity: z.union([z.string(), z.number().transform(String)]).catch(''),
    storageClass: text,
    selection: z
      .object({
        action: text,
        copyMethod: text,
        storageClass: text,
        verify: z.boolean().catch(false),
      })
      .catch({ action: '', copyMethod: '', storageClass: '', verify: false }),
  })
  .transform(({ pvc, capacity, storageClass, selection }): PlanVolumeView => ({
    namespace: pvc.namespace,
    claim: pvc.name,
    capacity,
    storageClass,
    action: selection.action,
    copyMethod: selection.copyMethod,
    targetStorageClass: selection.storageClass,
    verify: selection.verify,
  }));

/** What the view reads of a MigPlan; leniently, since one broken object must not spoil a list. */
const Spec = z.object({
  srcMigClusterRef: Ref,
  destMigClusterRef: Ref,
  migStorageRef: Ref,
  namespaces: z.array(z.string()).catch([]),
  persistentVolumes: z.array(Volume).catch([]),
  objectTransport: z.enum(OBJECT_TRANSPORTS).catch(DEFAULT_TRANSPORT),
  closed: z.boolean().catch(false),
});

const Status = z.object({ conditions: Conditions }).catch({ conditions: [] });

/** @param lastRun The newest run of the plan. */
export function planView(plan: KubeObject, lastRun?: RunView): PlanView {
  const spec = Spec.parse(plan['spec'] ?? {});
  const { conditions } = Status.parse(plan['status']);
  const prediction = predictionView(plan);
  return {
    name: plan.metadata.name,
    source: spec.srcMigClusterRef,
    target: spec.destMigClusterRef,
    repository: spec.migStorageRef,
    objectTransport: spec.objectTransport,
    namespaces: spec.namespaces,
    ready: holding(conditions, 'Ready') !== undefined,
    closed: spec.closed || holding(conditions, 'Closed') !== undefined,
    volumes: spec.persistentVolumes,
    conditions,
    ...(lastRun === undefined ? {} : { lastRun: LastRun.parse(lastRun) }),
    ...(prediction === undefined ? {} : { prediction }),
  };
}
