import { DEBUG_LABELS, MIGRATED_LABELS } from '../../../domain/kinds/labels.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { MADE_BY } from '../../../domain/objects/ledger.ts';
import { MADE_AS } from '../../../domain/rollback/seal.ts';
import { type Change, type Fixture, type Move, titleOf } from './fixture.ts';
import type { Inventory } from './inventory.ts';
import { madeOf } from './made-by-clusters.ts';

/** Objects by title, as they are compared. */
export type Reckoning = Record<string, unknown>;

/** Of one that both clusters have it is enough that it is there. */
const PRESENT = 'is there';

/** Objects of the source that no fixture speaks of, and fixtures that speak of nothing: both have to be empty. */
export function unaccounted(source: Inventory, fixtures: readonly Fixture[]): string[] {
  const titles = fixtures.map(({ object }) => titleOf(object));
  const unknown = [...source].filter(
    ([title, object]) => !titles.includes(title) && madeOf(object, source, 'source') === undefined,
  );
  const absent = titles.filter((title) => !source.has(title));
  const twice = titles.filter((title, index) => titles.indexOf(title) !== index);
  return [
    ...unknown.map(([title]) => `${title}: what becomes of it?`),
    ...absent.map((title) => `${title}: is not there`),
    ...twice.map((title) => `${title}: two fates`),
  ];
}

/** What the target has to hold. */
export function expectedOn(
  { source: namespace, target }: Move,
  source: Inventory,
  fixtures: readonly Fixture[],
): Reckoning {
  const entries = fixtures.flatMap(({ object, fate }): [string, unknown][] => {
    const title = titleOf(object);
    const found = source.get(title);
    if (found === undefined || 'staysBehind' in fate) return [];
    const there = mapTitle(title, namespace, target);
    if ('ofEachCluster' in fate) return [[there, PRESENT]];
    const seen = comparable(found, source, fate.withStatus === true);
    const moved = mapNamespace(seen, namespace, target);
    return [[there, withChanges(moved, fate.arrives)]];
  });
  return Object.fromEntries(entries);
}

/** What it holds, but for what its own controllers made of that. */
export function foundOn(
  { source, target }: Move,
  found: Inventory,
  fixtures: readonly Fixture[],
): Reckoning {
  const fates = new Map(
    fixtures.map(({ object, fate }) => [mapTitle(titleOf(object), source, target), fate]),
  );
  const entries = [...found].flatMap(([title, object]): [string, unknown][] => {
    const fate = fates.get(title);
    if (fate === undefined && madeOf(object, found, 'target') !== undefined) return [];
    if (fate !== undefined && 'ofEachCluster' in fate) return [[title, PRESENT]];
    const withStatus = fate !== undefined && 'arrives' in fate && fate.withStatus === true;
    return [[title, comparable(object, found, withStatus)]];
  });
  return Object.fromEntries(entries);
}

/** Counted or chosen by the API server alone. */
const OF_THE_SERVER = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields',
];

/** By these a run finds again what it brought. */
const MARKS = new Set<string>([
  ...[...Object.values(MIGRATED_LABELS), ...Object.values(DEBUG_LABELS)],
  ...['velero.io/backup-name', 'velero.io/restore-name', MADE_BY, MADE_AS],
  // Counts templates: one that stood still on arrival has had two.
  'deprecated.daemonset.template.generation',
]);

function comparable(object: KubeObject, inventory: Inventory, withStatus: boolean): object {
  const { labels = {}, annotations = {}, ownerReferences, ...metadata } = object.metadata;
  const kept = Object.entries(metadata).filter(([field]) => !OF_THE_SERVER.includes(field));
  const own = (map: object): object =>
    Object.fromEntries(Object.entries(map).filter(([name]) => !MARKS.has(name)));
  const { status, ...rest } = object;
  return {
    ...rest,
    metadata: {
      ...Object.fromEntries(kept),
      ...{ labels: own(labels), annotations: own(annotations) },
      ...(ownerReferences === undefined ? {} : { ownerReferences: ownersOf(object, inventory) }),
    },
    ...(withStatus ? { status } : {}),
  };
}

/** Owners by title: their uids differ, and one that points at nobody is worse than none. */
function ownersOf({ metadata }: KubeObject, inventory: Inventory): object[] {
  return (metadata.ownerReferences ?? []).map(({ uid, ...rest }) => {
    const owner = [...inventory.values()].find((one) => one.metadata.uid === uid);
    return { ...rest, uid: owner === undefined ? 'nobody' : titleOf(owner) };
  });
}

/** The namespace an object lies in, and the namespace itself. */
function mapNamespace(object: object, source: string, target: string): object {
  const moved = structuredClone(object) as KubeObject;
  if (moved.metadata.namespace === source) moved.metadata.namespace = target;
  if (moved.kind !== 'Namespace') return moved;
  moved.metadata.name = target;
  moved.metadata.labels = { ...moved.metadata.labels, 'kubernetes.io/metadata.name': target };
  return moved;
}

function mapTitle(title: string, source: string, target: string): string {
  return title === `Namespace ${source}` ? `Namespace ${target}` : title;
}

function withChanges(object: object, changes: readonly Change[]): object {
  for (const { at, is } of changes) change(object, at, is);
  return object;
}

function change(object: object, at: Change['at'], is: unknown): void {
  const [step = '', ...rest] = at;
  const fields = object as Record<string | number, unknown>;
  if (rest.length === 0) {
    fields[step] = typeof is === 'function' ? (is as (was: unknown) => unknown)(fields[step]) : is;
    return;
  }
  change((fields[step] ??= {}), rest, is);
}
