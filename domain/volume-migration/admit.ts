import type { ConditionDraft } from '../kinds/condition.ts';
import type { DirectVolumeMigration } from '../kinds/direct-volume-migration.ts';
import { resolveRef } from '../kinds/object-ref.ts';
import { quantityBytes } from '../kinds/quantity.ts';
import { notSupportedCondition, unsupportedFields } from '../kinds/support.ts';
import type { KubeObject } from '../kube-object.ts';
import type { ReferredObject } from '../plan/facts.ts';
import type { NamespacePair } from '../plan/namespaces.ts';
import { chooseStorageClass, type StorageClass } from '../plan/storage-classes.ts';
import type { RunFacts, RunVolume } from '../run/facts.ts';
import { checkClaims, checkWays, type WantedClaim, wantedClaims } from './claims.ts';
import { critical } from './critical.ts';

/** What a copy refers to, as it was found; what is not there is left out. */
export interface SeenForCopy {
  source?: ReferredObject;
  target?: ReferredObject;
  /** Undefined as long as a cluster cannot be looked at. */
  clusters?: {
    /** Claims of the source that were asked for, by `namespace/name`, and their volumes by name. */
    claims: ReadonlyMap<string, KubeObject>;
    volumes: ReadonlyMap<string, KubeObject>;
    sourceClasses: readonly StorageClass[];
    targetClasses: readonly StorageClass[];
    /** Namespaces of the target that were asked for and are not there. */
    lackingNamespaces: readonly string[];
  };
}

/** What a copy is about, or why it may not begin, in MTC's words where it has any. */
export function admitCopy(
  object: DirectVolumeMigration,
  seen: SeenForCopy,
): { facts: RunFacts } | { conditions: ConditionDraft[] } {
  const { spec } = object;
  const unsupported = notSupportedCondition(unsupportedFields('DirectVolumeMigration', object));
  if (unsupported !== undefined) return { conditions: [unsupported] };
  const wanted = wantedClaims(spec);
  const findings = [
    ...checkCluster('Source', 'spec.srcMigClusterRef', spec.srcMigClusterRef?.name, seen.source),
    ...checkCluster(
      'Destination',
      'spec.destMigClusterRef',
      spec.destMigClusterRef?.name,
      seen.target,
    ),
    ...checkWays(spec, wanted),
  ];
  const { clusters } = seen;
  if (findings.length > 0 || clusters === undefined) return { conditions: findings };
  const found = [
    ...checkNamespaces(spec.createDestinationNamespaces === true, clusters.lackingNamespaces),
    ...checkClaims(wanted, clusters),
  ];
  if (found.length > 0) return { conditions: found };
  return { facts: factsOf(object, wanted, clusters) };
}

function checkCluster(
  which: 'Source' | 'Destination',
  field: string,
  name: string | undefined,
  found: ReferredObject | undefined,
): ConditionDraft[] {
  const type = `Invalid${which}ClusterRef`;
  if (name === undefined || name === '') {
    return [critical(type, 'NotSet', `The \`${field}\` must reference a MigCluster.`)];
  }
  if (found === undefined) {
    return [critical(type, 'NotFound', `The \`${field}\` names ${name}, which does not exist.`)];
  }
  if (found.ready) return [];
  const message = `The MigCluster ${found.namespace}/${found.name} is not Ready: look at its conditions.`;
  return [critical(`${which}ClusterNotReady`, 'NotReady', message)];
}

function checkNamespaces(makes: boolean, lacking: readonly string[]): ConditionDraft[] {
  if (makes || lacking.length === 0) return [];
  const message =
    `The target has no namespaces [${lacking.join(', ')}]: make them, or set ` +
    '`spec.createDestinationNamespaces` to true.';
  return [critical('NamespaceNotFoundOnDestinationCluster', 'NotFound', message)];
}

function factsOf(
  { metadata, spec }: DirectVolumeMigration,
  wanted: readonly WantedClaim[],
  clusters: NonNullable<SeenForCopy['clusters']>,
): RunFacts {
  const nowhere = { namespace: '', name: '' };
  const { namespace, name, uid } = metadata;
  return {
    run: {
      ...{ namespace, migration: name, uid, plan: name, planUid: uid },
      kind: 'DirectVolumeMigration',
    },
    // As a state migration: data alone, also into a claim that somebody made for it.
    type: 'state',
    source: resolveRef(spec.srcMigClusterRef) ?? nowhere,
    target: resolveRef(spec.destMigClusterRef) ?? nowhere,
    storage: nowhere,
    objectTransport: 'Direct',
    namespaces: pairsOf(wanted),
    volumes: wanted.map((claim) => volumeOf(claim, clusters)),
    skipped: [],
    quiesce: false,
    verify: false,
    ...(spec.backOffLimit === undefined || spec.backOffLimit < 1
      ? {}
      : { tries: spec.backOffLimit }),
  };
}

function pairsOf(wanted: readonly WantedClaim[]): NamespacePair[] {
  const pairs = new Map(
    wanted.map(({ namespace, targetNamespace }) => [
      `${namespace}:${targetNamespace}`,
      { source: namespace, target: targetNamespace },
    ]),
  );
  return [...pairs.values()];
}

interface ClaimSpec {
  volumeName?: string;
  storageClassName?: string;
  accessModes?: string[];
  resources?: { requests?: { storage?: string } };
}

function volumeOf(wanted: WantedClaim, clusters: NonNullable<SeenForCopy['clusters']>): RunVolume {
  const { namespace, claim, targetNamespace, targetClaim, verify } = wanted;
  const spec: ClaimSpec = clusters.claims.get(`${namespace}/${claim}`)?.['spec'] ?? {};
  const { sourceClasses, targetClasses } = clusters;
  const sourceClass = sourceClasses.find((found) => found.name === spec.storageClassName);
  const capacity = capacityOf(spec, clusters.volumes);
  return {
    ...{ namespace, claim, targetNamespace, targetClaim, capacity },
    capacityBytes: quantityBytes(capacity) ?? 0,
    storageClass: wanted.storageClass ?? chooseStorageClass(sourceClass, targetClasses),
    accessModes: wanted.accessModes ?? spec.accessModes ?? [],
    ...(verify ? { verify } : {}),
  };
}

/** What there is, rather than what was asked for. */
function capacityOf(
  { volumeName = '', resources }: ClaimSpec,
  volumes: ReadonlyMap<string, KubeObject>,
): string {
  const volume: { capacity?: { storage?: string } } = volumes.get(volumeName)?.['spec'] ?? {};
  return volume.capacity?.storage ?? resources?.requests?.storage ?? '0';
}
