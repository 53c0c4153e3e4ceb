import { isReady } from '../conditions/merge.ts';
import { hookFlag } from '../hooks/phase.ts';
import { hooksOfRun } from '../hooks/plan-hooks.ts';
import { itineraryOf } from '../itinerary/of-run.ts';
import { recordItinerary } from '../itinerary/record.ts';
import type { Flag } from '../itinerary/step.ts';
import type { ConditionDraft } from '../kinds/condition.ts';
import { API_VERSION } from '../kinds/group.ts';
import type { MigMigration } from '../kinds/mig-migration.ts';
import type { MigPlan } from '../kinds/mig-plan.ts';
import { resolveRef } from '../kinds/object-ref.ts';
import { isExclusive, type PlanVolume } from '../kinds/plan-volume.ts';
import { quantityBytes } from '../kinds/quantity.ts';
import { notSupportedCondition, unsupportedFields, unsupportedTogether } from '../kinds/support.ts';
import { choiceOf } from '../objects/choice.ts';
import { type NamespacePair, namespacesOf, targetNamespaceOf } from '../plan/namespaces.ts';
import { DEFAULT_TRANSPORT, needsVelero } from '../plan/object-transport.ts';
import { bandwidthLimit } from '../transfer/bandwidth.ts';
import type { Admission, RunFacts, RunInput, RunVolume } from './facts.ts';
import { DEFAULT_HOLD_MINUTES } from './hold.ts';
import { mappingRefusal } from './mapped-claims.ts';
import { type RunType, runTypeOf } from './run-type.ts';
import { runAsOf, runAsRefusal } from './run-as.ts';
import { severalTypes } from './several-types.ts';

/**
 * Fixes what a run is about, or refuses it. Without a plan only the MigMigration itself is judged, and a
 * refusal without conditions means: nothing against it so far.
 */
export function admitRun(
  input: RunInput,
  migration: MigMigration,
  plan: MigPlan | undefined,
): Admission {
  const invalid = severalTypes(migration.spec);
  if (invalid !== undefined) return { admitted: false, conditions: [invalid] };
  const nobody = runAsRefusal(migration.spec);
  if (nobody !== undefined) return { admitted: false, conditions: [nobody] };
  const unsupported = notSupportedCondition([
    ...unsupportedFields('MigMigration', migration),
    ...(plan === undefined ? [] : unsupportedFields('MigPlan', plan)),
    ...(plan === undefined ? [] : unsupportedTogether(migration, plan)),
  ]);
  if (unsupported !== undefined) return { admitted: false, conditions: [unsupported] };
  if (plan === undefined) return { admitted: false, conditions: [] };
  const refusal = planRefusal(plan, runTypeOf(migration.spec));
  if (refusal !== undefined) return { admitted: false, conditions: [refusal] };
  const limit = bandwidthLimit(migration.metadata.annotations, undefined);
  if ('problem' in limit) {
    const invalid = critical('InvalidSpec', 'NotSupported', limit.problem);
    return { admitted: false, conditions: [invalid] };
  }
  const facts = runFacts(input, migration, plan);
  const mapping = mappingRefusal(facts);
  if (mapping !== undefined) return { admitted: false, conditions: [mapping] };
  const itinerary = itineraryOf(facts.type ?? 'cutover');
  return { admitted: true, facts, itinerary: recordItinerary(itinerary, flagsOf(facts)) };
}

/** The facts that decide which steps apply. */
function flagsOf(facts: RunFacts): ReadonlySet<Flag> {
  const flags = new Set<Flag>();
  if (facts.quiesce) flags.add('quiesce');
  if (facts.verify) flags.add('verify');
  if (facts.volumes.length > 0) flags.add('hasVolumes');
  if (needsVelero(facts.objectTransport)) flags.add('velero');
  for (const { phase } of facts.hooks ?? []) flags.add(hookFlag(phase));
  return flags;
}

/** In MTC's words (mig-controller, pkg/controller/migmigration/validation.go). */
export function planRefusal(plan: MigPlan, type: RunType = 'cutover'): ConditionDraft | undefined {
  const name = `${plan.metadata.namespace}/${plan.metadata.name}`;
  if (plan.spec.closed === true) {
    return critical('PlanClosed', 'Closed', `The associated migration plan ${name} is closed.`);
  }
  if (isReady(plan) || (type === 'rollback' && isReversible(plan))) return undefined;
  const reasons = (plan.status?.conditions ?? [])
    .filter(({ category }) => category === 'Critical' || category === 'Error')
    .map(({ type, message }) => `${type}: ${message ?? ''}`);
  const why = reasons.length === 0 ? '' : ` ${reasons.join(' ')}`;
  return critical('PlanNotReady', 'NotReady', `The migration plan ${name} is not Ready.${why}`);
}

/**
 * What keeps an application from moving must not keep it from going back: a rollback looks for itself at all that it
 * needs, before it touches anything.
 */
function isReversible({ spec }: MigPlan): boolean {
  return [spec.srcMigClusterRef, spec.destMigClusterRef].every(
    (ref) => resolveRef(ref) !== undefined,
  );
}

function critical(type: string, reason: string, message: string): ConditionDraft {
  return { type, status: 'True', category: 'Critical', reason, message };
}

/** A plan that is Ready has all the references it needs. */
const NOWHERE = { namespace: '', name: '' };

/** What a run of a plan is about. */
export function runFacts(
  input: RunInput,
  migration: Pick<MigMigration, 'spec'>,
  plan: MigPlan,
): RunFacts {
  const { namespace, uid } = input;
  return {
    run: {
      namespace,
      migration: input.migration,
      uid,
      plan: input.plan,
      planUid: plan.metadata.uid,
    },
    type: runTypeOf(migration.spec),
    source: resolveRef(plan.spec.srcMigClusterRef) ?? NOWHERE,
    target: resolveRef(plan.spec.destMigClusterRef) ?? NOWHERE,
    storage: resolveRef(plan.spec.migStorageRef) ?? NOWHERE,
    objectTransport: plan.spec.objectTransport ?? DEFAULT_TRANSPORT,
    namespaces: namespacesOf(plan.spec.namespaces ?? []),
    ...cargoOf(plan, runTypeOf(migration.spec)),
    skipped: skippedClaims(plan),
    ...hooksOf(migration, plan),
    quiesce: migration.spec.quiescePods === true,
    verify: migration.spec.verify === true,
    ...runAsOf(migration),
    ...holdOf(migration),
  };
}

/** As in MTC they belong to cutovers. */
function hooksOf({ spec }: Pick<MigMigration, 'spec'>, plan: MigPlan): Pick<RunFacts, 'hooks'> {
  const hooks = runTypeOf(spec) === 'cutover' ? hooksOfRun(plan.spec) : [];
  return hooks.length === 0 ? {} : { hooks };
}

/** A cutover of chosen objects finds the volumes on the target: stages and state migrations bring them. */
function cargoOf(plan: MigPlan, type: RunType): Pick<RunFacts, 'volumes' | 'brought' | 'choice'> {
  const volumes = volumesOf(plan, type);
  const choice = choiceOf(plan.spec);
  if (choice === undefined) return { volumes };
  return { volumes, choice, ...(type === 'cutover' ? { brought: copiedVolumes(plan) } : {}) };
}

/** What a run of a type copies of a plan. */
export function volumesOf(plan: MigPlan, type: RunType = 'cutover'): RunVolume[] {
  return type === 'cutover' && choiceOf(plan.spec) !== undefined ? [] : copiedVolumes(plan);
}

function holdOf({ spec }: Pick<MigMigration, 'spec'>): Pick<RunFacts, 'holdMinutes'> {
  if (spec.onFailure !== 'Hold') return {};
  return { holdMinutes: spec.holdMinutes ?? DEFAULT_HOLD_MINUTES };
}

function skippedClaims(plan: MigPlan): string[] {
  return (plan.spec.persistentVolumes ?? [])
    .filter((volume) => volume.selection?.action === 'skip')
    .map(({ pvc }) => `${pvc?.namespace ?? ''}/${pvc?.name?.split(':')[0] ?? ''}`);
}

/** What a plan says is to be copied. */
export function copiedVolumes(plan: MigPlan): RunVolume[] {
  const pairs = namespacesOf(plan.spec.namespaces ?? []);
  return (plan.spec.persistentVolumes ?? [])
    .filter((volume) => volume.selection?.action === 'copy')
    .map((volume) => runVolume(volume, pairs));
}

function runVolume(volume: PlanVolume, pairs: readonly NamespacePair[]): RunVolume {
  const { namespace = '', name = '' } = volume.pvc ?? {};
  const [claim = '', targetClaim = claim] = name.split(':');
  const capacity = String(volume.capacity ?? '0');
  return {
    namespace,
    claim,
    targetNamespace: targetNamespaceOf(pairs, namespace),
    targetClaim,
    capacity,
    capacityBytes: quantityBytes(capacity) ?? 0,
    storageClass: volume.selection?.storageClass ?? '',
    accessModes: accessModesOf(volume),
    ...(isExclusive(volume) ? { exclusive: true } : {}),
  };
}

/** The mode that was selected, else those of the source. */
function accessModesOf({ selection, pvc }: PlanVolume): string[] {
  const chosen = selection?.accessMode ?? '';
  return chosen === '' ? (pvc?.accessModes ?? []) : [chosen];
}

/** The object an event or a message is about. */
export function migrationKey(run: { namespace: string; migration: string }) {
  return {
    apiVersion: API_VERSION,
    kind: 'MigMigration',
    namespace: run.namespace,
    name: run.migration,
  };
}
