import { describeObject, keyOf, type KubeObject } from '../kube-object.ts';
import type { Arrival } from '../objects/shipment.ts';
import type { GroupKind } from '../transform/contract.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { textAt } from '../transform/read.ts';
import type { RestoredPair } from './alteration.ts';
import { asVeleroRestores, type NamespaceMapping } from './as-restored.ts';
import { madeByItselfBecause } from './made-by-itself.ts';
import { alterationRules, type ModifierRule } from './modifiers.ts';
import { yamlText } from './notation.ts';

/** An object in a backup. */
export interface BackedUpItem {
  /** As the directories of a backup are called: `deployments.apps`. */
  resource: string;
  object: KubeObject;
}

/** What a Restore is ordered to do; all else is applied by ourselves. */
export interface Share {
  /** Resources of which Velero restores every object. */
  resources: string[];
  /** The same by kind. */
  kinds: GroupKind[];
  rules: ModifierRule[];
  /** Of each resource in the backup that is not left to Velero: why. */
  reasons: Record<string, string>;
}

export interface ShareOptions {
  /** On everything that is restored. */
  labels: Readonly<Record<string, string>>;
  mapping: NamespaceMapping;
  /** Kinds that definitions bring: their status comes along. */
  customKinds: ReadonlySet<GroupKind>;
  /** Resources that Velero would change on the way, and why. @default none */
  changed?: Readonly<Record<string, string>>;
}

/** Resources that Velero may carry in a backup and is never asked to restore. */
const NEVER_RESTORED: Readonly<Record<string, string>> = {
  serviceaccounts: 'Velero writes into those that are there already, labels too',
  'buildconfigs.build.openshift.io': 'they name secrets that the target has yet to make',
};

const TOKEN = 'kubernetes.io/service-account-token';

/** What the rules of one Restore may take of a ConfigMap's megabyte: YAML in etcd, and labels beside it. */
const MOST_BYTES = 900_000;
/** Velero tries every rule on every object, and reads its pattern anew each time. */
const MOST_RULES = 1_000;

/**
 * Which resources Velero restores: those of which it is to restore every object of the backup, nothing is missing
 * there, and all differences can be said in rules. It cannot leave out a single object.
 */
export function shareOut(
  items: readonly BackedUpItem[],
  arrivals: readonly Arrival[],
  options: ShareOptions,
): Share {
  const wanted = new Map(arrivals.map((arrival) => [identityOf(arrival.found), arrival]));
  const unseen = new Map(wanted);
  for (const { object } of items) unseen.delete(identityOf(object));
  const missing = Map.groupBy(unseen.values(), ({ found }) => groupKindOf(found));

  const reasons: Record<string, string> = {};
  const restored: Restored[] = [];
  for (const [resource, members] of Map.groupBy(items, (item) => item.resource)) {
    const offer = offerOf(resource, members, { wanted, missing, ...options });
    if (typeof offer === 'string') reasons[resource] = offer;
    else restored.push(offer);
  }
  const fitting = fit(restored, reasons);
  return {
    resources: fitting.map(({ resource }) => resource).sort(),
    kinds: fitting.map(({ kind }) => kind).sort(),
    rules: fitting.flatMap(({ rules }) => rules),
    reasons,
  };
}

/** A resource that Velero can restore. */
interface Restored {
  resource: string;
  kind: GroupKind;
  rules: ModifierRule[];
}

interface Circumstances extends ShareOptions {
  wanted: ReadonlyMap<string, Arrival>;
  /** What the backup lacks. */
  missing: ReadonlyMap<GroupKind, readonly Arrival[]>;
}

function offerOf(
  resource: string,
  items: readonly BackedUpItem[],
  { wanted, missing, labels, mapping, customKinds, changed = {} }: Circumstances,
): Restored | string {
  const never = NEVER_RESTORED[resource] ?? changed[resource];
  if (never !== undefined) return never;
  const pairs: RestoredPair[] = [];
  for (const { object } of items) {
    const arrival = wanted.get(identityOf(object));
    const obstacle = obstacleOf(object, arrival, customKinds);
    if (obstacle !== undefined) return obstacle;
    if (arrival === undefined) continue;
    const before = asVeleroRestores(object, mapping);
    pairs.push({ resource, before, wanted: arrival.wanted });
  }
  const [first] = pairs;
  if (first === undefined) return 'nothing of it is to arrive';
  const kind = groupKindOf(first.before);
  const [lacking] = missing.get(kind) ?? [];
  if (lacking !== undefined) return `${nameOf(lacking.found)} is not in the backup`;
  const expressed = alterationRules(pairs, labels);
  if (!expressed.ok) return `${nameOf(expressed.pair.before)}: ${expressed.because}`;
  return { resource, kind, rules: expressed.rules };
}

/** Why Velero cannot be left with an object of the backup. */
function obstacleOf(
  object: KubeObject,
  arrival: Arrival | undefined,
  customKinds: ReadonlySet<GroupKind>,
): string | undefined {
  if (object.metadata.namespace === undefined) return `${nameOf(object)} belongs to the cluster`;
  if (arrival === undefined) {
    const itself = madeByItselfBecause(groupKindOf(object), object.metadata.name);
    return itself === undefined ? `${nameOf(object)} stays behind` : undefined;
  }
  if (arrival.found['status'] !== undefined && customKinds.has(groupKindOf(object))) {
    return `${nameOf(object)} has a status, which Velero drops`;
  }
  // By its name, and by what is in the namespace of that name on the target, mapped or not.
  const isToken = object.kind === 'Secret' && textAt(object, ['type']) === TOKEN;
  return isToken ? `${nameOf(object)} may be taken for one that a cluster makes` : undefined;
}

/** What has the longest rules is applied by ourselves when they are too long together. */
function fit(restored: readonly Restored[], reasons: Record<string, string>): Restored[] {
  const sized = restored
    .map((one) => ({ ...one, bytes: new TextEncoder().encode(yamlText(one.rules)).length }))
    .sort((a, b) => a.bytes - b.bytes);
  const left = { bytes: MOST_BYTES, rules: MOST_RULES };
  return sized.filter(({ resource, rules, bytes }) => {
    if (bytes > left.bytes || rules.length > left.rules) {
      reasons[resource] =
        `its ${rules.length} rules of ${bytes} bytes are too long for a ConfigMap`;
      return false;
    }
    left.bytes -= bytes;
    left.rules -= rules.length;
    return true;
  });
}

function identityOf(object: KubeObject): string {
  const { namespace = '', name } = object.metadata;
  return JSON.stringify([groupKindOf(object), namespace, name]);
}

function nameOf(object: KubeObject): string {
  return describeObject(keyOf(object));
}
