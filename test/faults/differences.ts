import { isDeepStrictEqual } from 'node:util';
import type { Snapshot } from '../e2e/harness/snapshot.ts';

const SHOWN = 400;

/** What differs between two looks at the same namespaces: a sentence for each object. */
export function differencesOf(before: Snapshot, after: Snapshot): string[] {
  const titles = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return titles.flatMap((title) => {
    const [was, is] = [before[title], after[title]];
    if (is === undefined) return [`${title} is gone`];
    if (was === undefined) return [`${title} was not there`];
    return isDeepStrictEqual(was, is) ? [] : [`${title}: ${fieldsOf(was, is).join('; ')}`];
  });
}

/** `spec.replicas: 2 became 0` */
function fieldsOf(was: unknown, is: unknown, path = ''): string[] {
  if (isDeepStrictEqual(was, is)) return [];
  if (!isMap(was) || !isMap(is)) return [`${path}: ${shown(was)} became ${shown(is)}`];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names.flatMap((name) =>
    fieldsOf(was[name], is[name], path === '' ? name : `${path}.${name}`),
  );
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return (JSON.stringify(value) as string | undefined)?.slice(0, SHOWN) ?? 'nothing';
}
