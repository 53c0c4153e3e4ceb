import type { ListQuery } from '../../clients/kube/cluster.ts';
import type { KubeObject } from '../../domain/kube-object.ts';

/** Whether a list or watch would return the object. */
export function matches(object: KubeObject, query: ListQuery): boolean {
  return (
    object.apiVersion === query.apiVersion &&
    object.kind === query.kind &&
    (query.namespace === undefined || object.metadata.namespace === query.namespace) &&
    every(query.labelSelector, (path) => object.metadata.labels?.[path]) &&
    every(query.fieldSelector, (path) => fieldAt(object, path))
  );
}

/** Equality and existence only: `a=b`, `a==b`, `a!=b`, `a`, `!a`, joined by commas. */
function every(selector: string | undefined, read: (path: string) => string | undefined): boolean {
  const terms = selector?.split(',').filter((term) => term !== '') ?? [];
  return terms.every((term) => {
    const parts = /^(!?)([^=!]+)(?:(!=|==?)(.*))?$/.exec(term.trim());
    if (parts === null) throw new Error(`the fake does not understand the selector "${term}"`);
    const [, not, path = '', operator, value] = parts;
    const found = read(path);
    if (operator === undefined) return (found === undefined) === (not === '!');
    return (found === value) === (operator !== '!=');
  });
}

function fieldAt(object: KubeObject, path: string): string | undefined {
  let value: unknown = object;
  for (const name of path.split('.'))
    value = (value as Record<string, unknown> | undefined)?.[name];
  return value === undefined
    ? undefined
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
}
