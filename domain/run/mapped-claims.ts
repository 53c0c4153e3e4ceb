import type { ConditionDraft } from '../kinds/condition.ts';
import type { RunFacts, RunVolume } from './facts.ts';

/**
 * Refuses claims with another name on the target, under MTC's names: only a state migration may have them, since
 * nothing else renames them in the objects of the application; no two may be one, and none its own target. Undefined
 * when all is well.
 */
export function mappingRefusal({
  type,
  volumes,
  source,
  target,
}: Pick<RunFacts, 'type' | 'volumes' | 'source' | 'target'>): ConditionDraft | undefined {
  // It copies nothing, and has to find what a state migration has brought.
  if (type === 'rollback') return undefined;
  const isOneCluster = source.namespace === target.namespace && source.name === target.name;
  const refusal = isOneCluster ? ontoThemselves(volumes) : undefined;
  return refusal ?? (type === 'state' ? conflict(volumes) : otherNames(volumes));
}

function ontoThemselves(volumes: readonly RunVolume[]): ConditionDraft | undefined {
  const same = volumes.filter(
    ({ namespace, claim, targetNamespace, targetClaim }) =>
      namespace === targetNamespace && claim === targetClaim,
  );
  if (same.length === 0) return undefined;
  return critical(
    'InvalidSpec',
    'NotSupported',
    `Source and target are the same cluster, and claims [${same.map(mapping).join(', ')}] would be copied onto ` +
      'themselves: map them to other names ("source:target", in spec.persistentVolumes[].pvc.name of the plan) or ' +
      'their namespaces to others, or skip them.',
  );
}

function otherNames(volumes: readonly RunVolume[]): ConditionDraft | undefined {
  const renamed = volumes.filter(({ claim, targetClaim }) => claim !== targetClaim);
  if (renamed.length === 0) return undefined;
  return critical(
    'InvalidSpec',
    'NotSupported',
    `Claims with another name on the target [${renamed.map(mapping).join(', ')}] are copied by a state ` +
      'migration only: set spec.migrateState of the MigMigration to true, or write their names in ' +
      'spec.persistentVolumes[].pvc.name of the plan without ":".',
  );
}

function conflict(volumes: readonly RunVolume[]): ConditionDraft | undefined {
  const byTarget = Map.groupBy(
    volumes,
    (volume) => `${volume.targetNamespace}/${volume.targetClaim}`,
  );
  const shared = [...byTarget.values()].filter((mapped) => mapped.length > 1).flat();
  if (shared.length === 0) return undefined;
  return critical(
    'ConflictingPVCMappings',
    'PvNameConflict',
    `Several claims are mapped to the same one [${shared.map(mapping).join(', ')}]: give each a target of its own ` +
      'in spec.persistentVolumes[].pvc.name of the plan, or skip all but one.',
  );
}

function mapping({ namespace, claim, targetNamespace, targetClaim }: RunVolume): string {
  return `${namespace}/${claim}:${targetNamespace}/${targetClaim}`;
}

function critical(type: string, reason: string, message: string): ConditionDraft {
  return { type, status: 'True', category: 'Critical', reason, message };
}
