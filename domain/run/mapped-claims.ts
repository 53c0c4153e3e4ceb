import type { ConditionDraft } from '../kinds/condition.ts';
import type { RunVolume } from './facts.ts';
import type { RunType } from './run-type.ts';

/**
 * Refuses claims with another name on the target, under MTC's names: only a state migration may have them, since
 * nothing else renames them in the objects of the application; and no two may be one. Undefined when all is well.
 */
export function mappingRefusal(
  type: RunType | undefined,
  volumes: readonly RunVolume[],
): ConditionDraft | undefined {
  if (type === 'state') return conflict(volumes);
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
