import type { ConditionDraft } from '../kinds/condition.ts';
import type { DirectVolumeMigration } from '../kinds/direct-volume-migration.ts';
import { resolveRef } from '../kinds/object-ref.ts';
import type { KubeObject } from '../kube-object.ts';
import { chooseStorageClass, type StorageClass } from '../plan/storage-classes.ts';
import { critical } from './critical.ts';

/** One row of `spec.persistentVolumeClaims`, with MTC's defaults: what is not named is called as on the source. */
export interface WantedClaim {
  namespace: string;
  claim: string;
  targetNamespace: string;
  targetClaim: string;
  /** Undefined: chosen by what the target offers, and as on the source. */
  storageClass: string | undefined;
  accessModes: string[] | undefined;
  verify: boolean;
}

type Spec = DirectVolumeMigration['spec'];
type Row = NonNullable<Spec['persistentVolumeClaims']>[number];

export function wantedClaims({ persistentVolumeClaims = [] }: Spec): WantedClaim[] {
  return persistentVolumeClaims.map((row) => {
    const { name: claim = '', namespace = '', targetStorageClass, targetAccessModes } = row;
    return {
      ...{ namespace, claim },
      targetNamespace: filled(row.targetNamespace) ?? namespace,
      targetClaim: filled(row.targetName) ?? claim,
      storageClass: filled(targetStorageClass),
      accessModes: (targetAccessModes ?? []).length === 0 ? undefined : targetAccessModes,
      verify: row.verify === true,
    };
  });
}

/** MTC writes empty texts where nothing was chosen. */
function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** What is wrong with the list itself. */
export function checkWays(spec: Spec, wanted: readonly WantedClaim[]): ConditionDraft[] {
  const rows: readonly Row[] = spec.persistentVolumeClaims ?? [];
  if (rows.length === 0) {
    const message = 'The `spec.persistentVolumeClaims` must name at least one claim.';
    return [critical('InvalidPVCs', 'NotSet', message)];
  }
  const unnamed = rows.flatMap(({ name, namespace }, index) =>
    filled(name) === undefined || filled(namespace) === undefined ? [index] : [],
  );
  if (unnamed.length > 0) {
    const places = unnamed.map((index) => `spec.persistentVolumeClaims[${index}]`).join(', ');
    return [critical('InvalidPVCs', 'NotSet', `${places} must have a name and a namespace.`)];
  }
  return [...checkTargets(wanted), ...checkInPlace(spec, wanted)];
}

function checkTargets(wanted: readonly WantedClaim[]): ConditionDraft[] {
  const targets = wanted.map(targetOf);
  const twice = new Set(targets.filter((name, index) => targets.indexOf(name) !== index));
  if (twice.size === 0) return [];
  const message = `Several claims would be copied to [${[...twice].join(', ')}]: give each a target of its own.`;
  return [critical('InvalidPVCs', 'Conflict', message)];
}

function checkInPlace(spec: Spec, wanted: readonly WantedClaim[]): ConditionDraft[] {
  const [source, target] = [spec.srcMigClusterRef, spec.destMigClusterRef].map((ref) => {
    const found = resolveRef(ref);
    return found === undefined ? undefined : `${found.namespace}/${found.name}`;
  });
  if (source === undefined || source !== target) return [];
  const sources = new Set(wanted.map(nameOf));
  const own = wanted.map(targetOf).filter((name) => sources.has(name));
  if (own.length === 0) return [];
  const message = `Inside one cluster [${own.join(', ')}] cannot be copied from and to: set targetName or targetNamespace.`;
  return [critical('InvalidPVCs', 'Conflict', message)];
}

export interface SeenClaims {
  claims: ReadonlyMap<string, KubeObject>;
  sourceClasses: readonly StorageClass[];
  targetClasses: readonly StorageClass[];
}

/** What is wrong with the claims as they are on both clusters. */
export function checkClaims(wanted: readonly WantedClaim[], seen: SeenClaims): ConditionDraft[] {
  const missing = wanted.filter((claim) => !seen.claims.has(nameOf(claim)));
  if (missing.length > 0) {
    const message = `The source has no claims [${listed(missing)}].`;
    // MTC calls it so, though it means claims.
    return [critical('PodsNotFoundOnSourceCluster', 'NotFound', message)];
  }
  const blocks = wanted.filter((claim) => specOf(claim, seen).volumeMode === 'Block');
  if (blocks.length > 0) {
    const message = `The claims [${listed(blocks)}] are raw block devices, which are not copied as files.`;
    return [critical('InvalidPVCs', 'NotSupported', message)];
  }
  return checkClasses(wanted, seen);
}

function checkClasses(wanted: readonly WantedClaim[], seen: SeenClaims): ConditionDraft[] {
  const offered = seen.targetClasses.map(({ name }) => name);
  const unknown = wanted.filter(
    ({ storageClass }) => storageClass !== undefined && !offered.includes(storageClass),
  );
  const none = wanted.filter((claim) => {
    if (claim.storageClass !== undefined) return false;
    const { storageClassName } = specOf(claim, seen);
    const source = seen.sourceClasses.find(({ name }) => name === storageClassName);
    return chooseStorageClass(source, seen.targetClasses) === '';
  });
  const offers = `the target offers [${offered.join(', ')}]`;
  return [
    ...(unknown.length === 0
      ? []
      : [
          critical(
            'PvInvalidStorageClass',
            'NotFound',
            `The targetStorageClass of [${listed(unknown)}] is not on the target: ${offers}.`,
          ),
        ]),
    ...(none.length === 0
      ? []
      : [
          critical(
            'PvNoStorageClassSelection',
            'NotFound',
            `No class of the target suits [${listed(none)}], and it has no default: set targetStorageClass; ${offers}.`,
          ),
        ]),
  ];
}

function specOf(
  claim: WantedClaim,
  { claims }: SeenClaims,
): { volumeMode?: string; storageClassName?: string } {
  return claims.get(nameOf(claim))?.['spec'] ?? {};
}

function nameOf({ namespace, claim }: WantedClaim): string {
  return `${namespace}/${claim}`;
}

function targetOf({ targetNamespace, targetClaim }: WantedClaim): string {
  return `${targetNamespace}/${targetClaim}`;
}

function listed(claims: readonly WantedClaim[]): string {
  return claims.map(nameOf).join(', ');
}
