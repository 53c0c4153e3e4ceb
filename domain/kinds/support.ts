import { choiceOf } from '../objects/choice.ts';
import type { ConditionDraft } from './condition.ts';
import { GROUP } from './group.ts';
import { LIMITS, UNSUPPORTED_KINDS, VOLUME_LIMITS } from './limits.ts';
import type { Limit } from './limits.ts';
import type { OwnerReference } from './metadata.ts';
import type { Manifest } from './parse.ts';
import { EXCLUSIVE, isExclusive, type PlanVolume } from './plan-volume.ts';
import type { Kind, KindObject } from './registry.ts';
import { valueAt } from './field-path.ts';
import { describeValue } from './value-text.ts';

/** A field this version cannot honour. It is stored all the same, for a version that can. */
export interface UnsupportedField {
  /** For example `spec.persistentVolumes[2].selection.action`; `kind` for a whole kind. */
  field: string;
  /** What was found there, in words. */
  found: string;
  /** Field, what was found, what works instead: one sentence for people. */
  message: string;
}

/**
 * What an object asks for that this version does not do. Nobody may act upon an object with such a
 * field: that would do something else than what was asked.
 */
export function unsupportedFields<K extends Kind>(
  kind: K,
  object: KindObject<K> | Manifest<K>,
): UnsupportedField[] {
  const whole = UNSUPPORTED_KINDS[kind];
  if (whole !== undefined && !isMirror(object)) {
    return [{ field: 'kind', found: kind, message: `${kind} is not supported. ${whole}` }];
  }
  return [...exceeded(LIMITS[kind] ?? [], object, ''), ...volumeLimits(object)];
}

/**
 * What a plan asks for that a run of it, as it was asked for, cannot do: both are fine by themselves. A volume
 * that is written to during the last copy is not compared, since no comparison would mean anything. A stage is
 * never the last copy. To stop an application of which only some objects arrive would leave it stopped on one side
 * and absent on the other.
 */
export function unsupportedTogether(
  migration: KindObject<'MigMigration'>,
  plan: KindObject<'MigPlan'>,
): UnsupportedField[] {
  const { quiescePods, stage, migrateState, rollback } = migration.spec;
  if (stage || rollback === true) return [];
  if (choiceOf(plan.spec) !== undefined && migrateState !== true) {
    return quiescePods === true ? [STOPS_WHAT_STAYS] : [];
  }
  if (quiescePods === true) return [];
  return [...exclusiveVolumes(plan), ...comparedVolumes(plan)];
}

/** Their one pod has to be gone before anybody else may read them. */
function exclusiveVolumes(plan: KindObject<'MigPlan'>): UnsupportedField[] {
  return (plan.spec.persistentVolumes ?? []).flatMap((volume, index) => {
    if (volume.selection?.action !== 'copy' || !isExclusive(volume)) return [];
    const field = `spec.persistentVolumes[${index}].pvc.accessModes`;
    const message =
      `${field} of the MigPlan (found ${EXCLUSIVE}) lets no second pod read the volume: ` +
      'set spec.quiescePods of the MigMigration to true, or skip the volume.';
    return [{ field, found: EXCLUSIVE, message }];
  });
}

function comparedVolumes(plan: KindObject<'MigPlan'>): UnsupportedField[] {
  return (plan.spec.persistentVolumes ?? []).flatMap(({ selection }, index) => {
    if (selection?.action !== 'copy' || selection.verify !== true) return [];
    const field = `spec.persistentVolumes[${index}].selection.verify`;
    const message =
      `${field} of the MigPlan (found true) asks for a comparison after the copy, which is not made while the ` +
      'application writes: set spec.quiescePods of the MigMigration to true, or verify to false.';
    return [{ field, found: 'true', message }];
  });
}

const STOPS_WHAT_STAYS: UnsupportedField = {
  field: 'spec.quiescePods',
  found: 'true',
  message:
    'spec.quiescePods (found true) asks for the application to be stopped, of which the plan chooses only some ' +
    'objects (spec.includedResources, spec.labelSelector): set it to false, and stop by hand what must stand still.',
};

/** The condition that tells the owner of the object, or `undefined` when all is supported. */
export function notSupportedCondition(
  fields: readonly UnsupportedField[],
): ConditionDraft | undefined {
  if (fields.length === 0) return undefined;
  return {
    type: 'NotSupported',
    status: 'True',
    category: 'Critical',
    reason: 'NotImplemented',
    message: fields.map((field) => field.message).join(' '),
  };
}

function exceeded(limits: readonly Limit[], subject: unknown, prefix: string): UnsupportedField[] {
  return limits.flatMap(({ field, refuses, asks, instead }) => {
    const value = valueAt(subject, field.split('.'));
    if (!refuses(value, subject)) return [];

    const path = `${prefix}${field}`;
    const found = describeValue(value, path);
    const message = `${path} (found ${found}) asks for ${asks}, which is not supported: ${instead}.`;
    return [{ field: path, found, message }];
  });
}

function volumeLimits(object: unknown): UnsupportedField[] {
  const volumes = valueAt(object, ['spec', 'persistentVolumes']);
  if (!Array.isArray(volumes)) return [];

  return volumes.flatMap((volume: PlanVolume, index) =>
    volume.selection?.action === 'skip'
      ? []
      : exceeded(VOLUME_LIMITS, volume, `spec.persistentVolumes[${index}].`),
  );
}

/** Whether the controller itself made the object, to show a part of a run. */
export function isMirror(object: {
  metadata: { ownerReferences?: readonly Pick<OwnerReference, 'apiVersion'>[] };
}): boolean {
  const owners = object.metadata.ownerReferences ?? [];
  return owners.some((owner) => owner.apiVersion.startsWith(`${GROUP}/`));
}
