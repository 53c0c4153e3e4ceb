/** The way to a field: names, and positions in lists. */
export type FieldPath = readonly (string | number)[];

/** The way zod reports, which may hold symbols. */
export function toFieldPath(path: readonly PropertyKey[]): FieldPath {
  return path.map((part) => (typeof part === 'number' ? part : String(part)));
}

/** `spec.persistentVolumes[0].name` */
export function dotted(path: FieldPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(part)) return `${text}[${JSON.stringify(part)}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

/** `/spec/persistentVolumes/0/name` (RFC 6901) */
export function pointer(path: FieldPath): string {
  return path
    .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** What stands there, or `undefined`. */
export function valueAt(object: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((value, part) => child(value, part), object);
}

function child(value: unknown, part: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
  return Reflect.get(value, part);
}
