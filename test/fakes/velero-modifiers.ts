import { parse } from 'yaml';
import { isRecord, sameJson } from '../../domain/transform/read.ts';
import type { KubeObject } from '../../domain/kube-object.ts';

interface Rule {
  conditions: { groupResource: string; namespaces?: string[]; resourceNameRegex?: string };
  mergePatches?: { patchData: string }[];
  patches?: Operation[];
}

interface Operation {
  operation: string;
  path: string;
  value?: string;
}

/** What its reader of YAML takes for the end of a line, or refuses. */
const BREAKS_YAML = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

/**
 * What Velero 1.16 makes of an object by resource modifiers, as internal/resourcemodifiers does: rules match the
 * object as it was before the first one, and a rule that fails leaves the object as it is.
 */
export function applyModifiers(text: string, resource: string, object: KubeObject) {
  const errors: string[] = [];
  let current: unknown = structuredClone(object);
  for (const rule of rulesIn(text)) {
    if (!matches(rule, resource, object)) continue;
    try {
      current = apply(rule, structuredClone(current));
    } catch (error) {
      errors.push(String(error));
    }
  }
  return { object: current as KubeObject, errors };
}

function rulesIn(text: string): Rule[] {
  return (readYaml(text) as { resourceModifierRules: Rule[] }).resourceModifierRules;
}

function readYaml(text: string): unknown {
  if (BREAKS_YAML.test(text)) throw new Error('yaml: control characters are not allowed');
  return parse(text, { version: '1.1' });
}

function matches({ conditions }: Rule, resource: string, { metadata }: KubeObject): boolean {
  const { namespaces = [], groupResource, resourceNameRegex = '' } = conditions;
  const { namespace = '', name } = metadata;
  if (namespace !== '' && namespaces.length > 0 && !namespaces.includes(namespace)) return false;
  return glob(groupResource).test(resource) && new RegExp(resourceNameRegex, 'u').test(name);
}

function glob(pattern: string): RegExp {
  const parts = pattern.split(/(\*\*|\*)/).map((part) => {
    if (part === '**') return '.*';
    return part === '*' ? '[^.]*' : part.replaceAll('.', '\\.');
  });
  return new RegExp(`^${parts.join('')}$`);
}

function apply({ mergePatches = [], patches = [] }: Rule, object: unknown): unknown {
  if (patches.length > 0) {
    const operations = JSON.parse(`[${patches.map(printed).join(',')}]`) as JsonOperation[];
    return operations.reduce(operate, object);
  }
  if (mergePatches.length === 0) throw new Error('no patch data found');
  return mergePatches.reduce((doc, { patchData }) => merge(doc, readYaml(patchData)), object);
}

/** Values in quotes lose and regain them; the type of the others is guessed. Nothing is escaped. */
function printed({ operation, path, value = '' }: Operation): string {
  const isQuoted = value.startsWith('"') && value.endsWith('"');
  const bare = isQuoted ? value.replace(/^"/, '').replace(/"$/, '') : value;
  const isText = value === '' || isQuoted || !/^([{[].*|true|false|null|-?\d.*)$/is.test(value);
  return `{"op":"${operation}","path":"${path}","value":${isText ? `"${bare}"` : bare}}`;
}

interface JsonOperation {
  op: string;
  path: string;
  value: unknown;
}

function operate(document: unknown, { op, path, value }: JsonOperation): unknown {
  const keys = path.split('/').slice(1);
  const [last = '', ...way] = keys
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reverse();
  const parent = way.reverse().reduce<unknown>((found, key) => {
    const isLost = key === '' || !isRecord(found) || !Object.hasOwn(found, key);
    if (isLost) throw new Error(`${path} is missing`);
    return found[key];
  }, document);
  if (!isRecord(parent)) throw new Error(`${path} leads nowhere`);
  if (op === 'remove' && !Object.hasOwn(parent, last)) throw new Error(`${path} is missing`);
  if (op === 'remove') Reflect.deleteProperty(parent, last);
  else define(parent, last, value);
  return document;
}

/** As evanphx/json-patch does: what is put where nothing or something of another shape was loses its nulls. */
function merge(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return isRecord(target) ? patch : pruned(patch);
  if (!isRecord(target)) return pruned(patch);
  for (const [key, value] of Object.entries(patch)) {
    const found = Object.hasOwn(target, key) ? target[key] : undefined;
    if (value === null) Reflect.deleteProperty(target, key);
    else define(target, key, found === undefined ? pruned(value) : merge(found, value));
  }
  return target;
}

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, pruned(inner)]),
  );
}

function define(record: Record<string, unknown>, key: string, value: unknown): void {
  if (Object.hasOwn(record, key) && sameJson(record[key], value)) return;
  const how = { value, enumerable: true, writable: true, configurable: true };
  Object.defineProperty(record, key, how);
}
