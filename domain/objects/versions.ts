import type { KubeObject } from '../kube-object.ts';
import { neverMovedBecause } from './never-moved.ts';
import { byGroupKind, groupOf, type ServedApi, type ServedKind, versionOf } from './served.ts';

interface DefinitionSpec {
  conversion?: { strategy?: string };
  versions?: { name: string; storage?: boolean }[];
}

/** Kinds of the namespaces of the source that are looked for, each in one version. */
export function kindsToRead(
  source: ServedApi,
  target: ServedApi,
  definitions: readonly KubeObject[],
): ServedKind[] {
  const known = byGroupKind(target);
  return [...byGroupKind(source)].flatMap(([name, versions]) => {
    if (neverMovedBecause(name) !== undefined) return [];
    const listable = versions.filter((one) => one.namespaced && one.verbs.includes('list'));
    return commonVersion(listable, known.get(name) ?? [], definitions) ?? [];
  });
}

/**
 * A kind in the version in which it is to be read: one that the target serves as well, the source's preferred one
 * if possible. A kind that the target does not know is read all the same.
 * @param here versions on the source, none when it does not serve the kind
 * @param definitions of custom kinds with several versions
 */
export function commonVersion(
  here: readonly ServedKind[],
  there: readonly ServedKind[],
  definitions: readonly KubeObject[] = [],
): ServedKind | undefined {
  const stored = storedVersion(here, definitions);
  const wanted = stored === undefined ? here : [stored, ...here];
  const known = new Set(there.map(versionOf));
  return wanted.find((one) => known.has(versionOf(one))) ?? wanted[0];
}

/** Custom kinds whose definition says in which version they are to be read. */
export function multiVersioned(source: ServedApi): ServedKind[] {
  return [...byGroupKind(source)].flatMap(([name, versions]) => {
    const [first] = versions;
    const one = versions.length < 2 || first === undefined || !first.namespaced;
    return one || groupOf(first.apiVersion) === '' || neverMovedBecause(name) !== undefined
      ? []
      : first;
  });
}

/** The CustomResourceDefinition of a kind, if that is what brings it. */
export function definitionName({ resource, apiVersion }: ServedKind): string {
  return `${resource}.${groupOf(apiVersion)}`;
}

/**
 * The version in which a kind is stored, when a webhook makes the others of it: the webhook may be part of the
 * application, and stands still while its objects are read and written.
 */
function storedVersion(
  versions: readonly ServedKind[],
  definitions: readonly KubeObject[],
): ServedKind | undefined {
  const name = versions[0] === undefined ? '' : definitionName(versions[0]);
  const definition = definitions.find(({ metadata }) => metadata.name === name);
  const spec = (definition?.['spec'] ?? {}) as DefinitionSpec;
  if (spec.conversion?.strategy !== 'Webhook') return undefined;
  const stored = spec.versions?.find(({ storage }) => storage === true)?.name;
  return versions.find((one) => versionOf(one) === stored);
}

/**
 * Each object once: Deployments and Ingresses of old clusters are listed in two groups. The one that the target
 * serves is kept, else the one whose group is not the old common one.
 */
export function eachOnce(objects: readonly KubeObject[], target: ServedApi): KubeObject[] {
  const served = new Set(target.kinds.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`));
  const rank = ({ apiVersion, kind }: KubeObject): number =>
    (served.has(`${apiVersion}/${kind}`) ? 2 : 0) + (groupOf(apiVersion) === 'extensions' ? 0 : 1);
  const best = new Map<unknown, KubeObject>();
  for (const object of objects) {
    // A view that is computed at every request may have no uid.
    const identity = object.metadata.uid ?? object;
    const known = best.get(identity);
    if (known === undefined || rank(object) > rank(known)) best.set(identity, object);
  }
  return [...best.values()];
}
