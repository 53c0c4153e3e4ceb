import * as z from 'zod';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { DEFAULT_TRANSPORT, OBJECT_TRANSPORTS } from '../../../domain/plan/object-transport.ts';
import { Conditions, ConditionView, holding } from './condition.ts';
import { useOf } from '../../../domain/capacity/plan-sizes.ts';
import { bytesOf } from '../../../domain/capacity/resize.ts';
import { isSparse, usageOf } from '../../../domain/capacity/usage.ts';
import { isMeasured, VolumeUse } from '../../../domain/kinds/volume-use.ts';
import { PredictionView, predictionView } from './prediction.ts';
import { RUN_STATES } from './run-state.ts';
import { RUN_TYPES } from '../../../domain/run/run-type.ts';
import type { RunView } from './run.ts';

const PlanVolumeUse = z
  .object({
    usedBytes: z.number().describe('What its files take on the disk.'),
    inodes: z.number().describe('Files, directories and links.'),
    usedPercent: z.number().describe('How full the volume is.'),
    sparse: z.boolean().describe('Whether files have holes.'),
    measuredAt: z.string().describe('When it was measured.'),
    failure: z.string().optional().describe('Why it could not be measured.'),
  })
  .partial({ usedBytes: true, inodes: true, usedPercent: true, sparse: true })
  .meta({ id: 'PlanVolumeUse', description: 'What a volume was seen to hold.' });

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
    proposedCapacity: z.string().optional().describe('Capacity proposed for the target.'),
    use: PlanVolumeUse.optional().describe('Not there before the volume was measured.'),
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
    name: text,
    capacity: z.union([z.string(), z.number().transform(String)]).catch(''),
    proposedCapacity: z
      .union([z.string(), z.number().transform(String)])
      .optional()
      .catch(undefined),
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
  .transform(({ pvc, name, capacity, storageClass, proposedCapacity, selection }) => ({
    volume: name,
    view: {
      namespace: pvc.namespace,
      claim: pvc.name,
      capacity,
      storageClass,
      action: selection.action,
      copyMethod: selection.copyMethod,
      targetStorageClass: selection.storageClass,
      verify: selection.verify,
      ...(proposedCapacity === undefined ? {} : { proposedCapacity }),
    } satisfies PlanVolumeView,
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

const Status = z
  .object({ conditions: Conditions, volumeUse: z.array(VolumeUse).catch([]) })
  .catch({ conditions: [], volumeUse: [] });

/** @param lastRun The newest run of the plan. */
export function planView(plan: KubeObject, lastRun?: RunView): PlanView {
  const spec = Spec.parse(plan['spec'] ?? {});
  const { conditions, volumeUse } = Status.parse(plan['status']);
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
    volumes: spec.persistentVolumes.map(({ volume, view }) => withUse(view, volume, volumeUse)),
    conditions,
    ...(lastRun === undefined ? {} : { lastRun: LastRun.parse(lastRun) }),
    ...(prediction === undefined ? {} : { prediction }),
  };
}

function withUse(view: PlanVolumeView, name: string, uses: readonly VolumeUse[]): PlanVolumeView {
  const { namespace, claim, capacity } = view;
  const use = useOf(uses, { name, pvc: { namespace, name: claim } });
  if (use === undefined) return view;
  const { measuredAt, failure } = use;
  if (!isMeasured(use)) {
    return { ...view, use: { measuredAt, ...(failure === undefined ? {} : { failure }) } };
  }
  const { allocatedBytes: usedBytes, inodes } = use.contents;
  const { percent: usedPercent } = usageOf(use, bytesOf(capacity));
  return { ...view, use: { usedBytes, inodes, usedPercent, sparse: isSparse(use), measuredAt } };
}
