import type { KubeObject } from '../kube-object.ts';
import type { GroupKind } from '../transform/contract.ts';
import { at, isRecord, listAt, textAt } from '../transform/read.ts';

const DEFINITION = 'CustomResourceDefinition';

/** The kind that a CustomResourceDefinition brings. */
export function definedKind(definition: KubeObject): GroupKind {
  const kind = textAt(definition, ['spec', 'names', 'kind']) ?? '';
  return `${kind}.${textAt(definition, ['spec', 'group']) ?? ''}`;
}

/** Kinds that definitions among some objects bring. */
export function definedKinds(objects: readonly KubeObject[]): ReadonlySet<GroupKind> {
  return new Set(objects.filter(({ kind }) => kind === DEFINITION).map(definedKind));
}

/** Versions that a definition serves, the stored one first: `example.com/v1`. */
export function servedBy(definition: KubeObject): { apiVersion: string; kind: string }[] {
  const group = textAt(definition, ['spec', 'group']) ?? '';
  const kind = textAt(definition, ['spec', 'names', 'kind']) ?? '';
  return listAt(definition, ['spec', 'versions'])
    .filter(isRecord)
    .filter((version) => version['served'] === true)
    .sort((a, b) => Number(b['storage'] === true) - Number(a['storage'] === true))
    .map((version) => ({ apiVersion: `${group}/${textAt(version, ['name']) ?? ''}`, kind }));
}

/** What keeps a definition from being used; undefined when it can be. */
export function definitionObstacle(definition: KubeObject): string | undefined {
  const conditions = listAt(definition, ['status', 'conditions']).filter(isRecord);
  const established = conditions.find(({ type }) => type === 'Established');
  if (established?.['status'] === 'True') return undefined;
  const told = conditions.filter((one) => one['status'] === 'False' && at(one, ['message']));
  const words = told.map((one) => textAt(one, ['message']) ?? '');
  return words.length === 0 ? 'it is not established yet' : words.join('; ');
}
