import type { KubeObject } from '../kube-object.ts';
import { isRecord, sameJson } from './read.ts';

/** In a path: every item of the list that is there. */
export const EACH = Symbol('each');

/** The way to a place in an object: `['spec', 'template', 'spec', 'containers', EACH, 'image']`. */
export type Path = readonly (string | symbol)[];

/** Keys to leave out: these, or those of which it is true. */
export type Keys = readonly string[] | ((key: string) => boolean);

/**
 * The same with what is found at the path changed; `undefined` from `change` takes the key, or the item, away.
 * Nothing is asked about what is absent, nor beyond something of another shape. The input stays as it is, what
 * does not change is shared with it, and where nothing changes it is returned itself.
 */
export function edit<T>(value: T, path: Path, change: (found: unknown) => unknown): T {
  return walk(value, path, change) as T;
}

/**
 * The same with a value at the path. Records that are missing on the way are made; where something else is in
 * the way nothing is changed.
 */
export function put<T>(value: T, path: readonly string[], wanted: unknown): T {
  return place(value, path, wanted) as T;
}

/** The same without some keys of the record, or of every record, at the path. */
export function drop<T>(value: T, path: Path, keys: Keys): T {
  return edit(value, path, (found) => without(found, keys));
}

/** As {@link drop}, and a record that loses its last key by that goes too. */
export function clear<T>(value: T, path: Path, keys: Keys): T {
  return edit(value, path, (found) => {
    const left = without(found, keys);
    return left !== found && Object.keys(left as object).length === 0 ? undefined : left;
  });
}

export function dropAnnotations(object: KubeObject, keys: Keys): KubeObject {
  return clear(object, ['metadata', 'annotations'], keys);
}

export function dropLabels(object: KubeObject, keys: Keys): KubeObject {
  return clear(object, ['metadata', 'labels'], keys);
}

function walk(value: unknown, path: Path, change: (found: unknown) => unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) {
    const changed = change(value);
    return sameJson(value, changed) ? value : changed;
  }
  if (typeof step === 'symbol') return walkEach(value, rest, change);
  if (!isRecord(value) || !Object.hasOwn(value, step)) return value;
  return withKey(value, step, walk(value[step], rest, change));
}

function walkEach(value: unknown, path: Path, change: (found: unknown) => unknown): unknown {
  if (!Array.isArray(value)) return value;
  const items: unknown[] = value;
  const changed = items.map((item) => walk(item, path, change));
  if (changed.every((item, index) => item === items[index])) return value;
  return changed.filter((item) => item !== undefined);
}

function place(value: unknown, path: readonly string[], wanted: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return sameJson(value, wanted) ? value : wanted;
  // Go writes null for a map or a structure that is empty.
  const record = value === undefined || value === null ? {} : value;
  if (!isRecord(record)) return value;
  const found = Object.hasOwn(record, key) ? record[key] : undefined;
  const placed = place(found, rest, wanted);
  return placed === found ? value : withKey(record, key, placed);
}

function withKey(record: Record<string, unknown>, key: string, value: unknown): unknown {
  if (value === record[key]) return record;
  return value === undefined ? without(record, [key]) : { ...record, [key]: value };
}

function without(value: unknown, keys: Keys): unknown {
  if (!isRecord(value)) return value;
  const goes = (key: string) => (typeof keys === 'function' ? keys(key) : keys.includes(key));
  const entries = Object.entries(value);
  const left = entries.filter(([key]) => !goes(key));
  return left.length === entries.length ? value : Object.fromEntries(left);
}
