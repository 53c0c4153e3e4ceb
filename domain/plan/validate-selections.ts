import { claimNameOf } from '../capacity/plan-sizes.ts';
import type { ConditionCategory, ConditionDraft } from '../kinds/condition.ts';
import type { PlanVolume } from '../kinds/plan-volume.ts';
import { ACCESS_MODES } from './access-modes.ts';
import type { PlanFacts } from './facts.ts';
import { isCephMissing, originOf } from './storage-classes.ts';

/** What is selected for the volumes of a plan and cannot be, or may not work; by MTC's names. */
export function selectionFindings(
  facts: PlanFacts,
  volumes: readonly PlanVolume[],
): ConditionDraft[] {
  const brought = volumes.filter(({ selection }) => selection?.action !== 'skip');
  const copied = volumes.filter(({ selection }) => selection?.action === 'copy');
  return [
    ...stuck(brought),
    ...copyMethods(copied),
    ...accessModes(facts, copied),
    ...ceph(facts, brought),
  ];
}

function stuck(volumes: readonly PlanVolume[]): ConditionDraft[] {
  const none = volumes.filter(({ supported }) =>
    (supported?.actions ?? []).every((action) => action === 'skip'),
  );
  const what = 'can only be skipped: nothing else is supported for where they lie';
  return finding(['PvNoSupportedAction', 'Warn'], none, what);
}

function copyMethods(copied: readonly PlanVolume[]): ConditionDraft[] {
  // Without a choice they are copied as files.
  const wrong = copied.filter(({ selection, supported }) => {
    const method = selection?.copyMethod ?? '';
    return method !== '' && supported?.copyMethods?.includes(method) === false;
  });
  const what = 'have a `selection.copyMethod` that is not among `supported.copyMethods`';
  return finding(['PvInvalidCopyMethod', 'Error'], wrong, what);
}

function accessModes({ clusters }: PlanFacts, copied: readonly PlanVolume[]): ConditionDraft[] {
  const known = new Set<string>(ACCESS_MODES);
  const wrong = copied.filter(({ selection }) => {
    const mode = selection?.accessMode ?? '';
    return mode !== '' && !known.has(mode);
  });
  const offeredBy = new Map(
    (clusters?.targetClasses ?? []).map(({ name, accessModes: modes }) => [name, modes]),
  );
  const unavailable = copied.filter((volume) => {
    const offered = offeredBy.get(volume.selection?.storageClass ?? '');
    if (offered === undefined || wrong.includes(volume)) return false;
    return modesOf(volume).some((mode) => !offered.includes(mode));
  });
  return [
    ...finding(
      ['PvInvalidAccessMode', 'Error'],
      wrong,
      `have a \`selection.accessMode\` that is none of ${ACCESS_MODES.join(', ')}`,
    ),
    ...finding(
      ['PvWarnAccessModeUnavailable', 'Warn'],
      unavailable,
      'are to have access modes that the provisioner of their storage class is not known to offer',
    ),
  ];
}

/** The mode that was selected, else those of the source. */
function modesOf({ selection, pvc }: PlanVolume): string[] {
  const chosen = selection?.accessMode ?? '';
  return chosen === '' ? (pvc?.accessModes ?? []) : [chosen];
}

function ceph({ clusters }: PlanFacts, brought: readonly PlanVolume[]): ConditionDraft[] {
  if (clusters === undefined) return [];
  const without = brought.filter((volume) => {
    const found = clusters.volumes.find(({ metadata }) => metadata.name === volume.name);
    const source = clusters.sourceClasses.find(({ name }) => name === volume.storageClass);
    // NFS is served outside of both clusters as a rule.
    return originOf(source, found) === 'gluster' && isCephMissing(clusters.targetClasses);
  });
  const what =
    'lie on Gluster, for which Ceph is the usual successor, and the target has no class of it';
  return finding(['PvWarnNoCephAvailable', 'Warn'], without, what);
}

function finding(
  [type, category]: [string, ConditionCategory],
  volumes: readonly PlanVolume[],
  what: string,
): ConditionDraft[] {
  if (volumes.length === 0) return [];
  const names = volumes.map(
    ({ name = '', pvc }) => `${name} (${pvc?.namespace ?? ''}/${claimNameOf(pvc)})`,
  );
  const reason = category === 'Error' ? { reason: 'NotDone' } : { reason: 'NotFound' };
  const message = `PVs [${names.join(', ')}] ${what}.`;
  return [{ type, status: 'True', category, ...reason, message }];
}
