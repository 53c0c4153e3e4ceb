import type { Note, TransformContext } from '../contract.ts';
import { drop, edit, type Path } from '../edit.ts';
import { warning } from '../note.ts';
import { lookUp, textAt } from '../read.ts';

/** Where claims named their class before `storageClassName` was there; the API server still listens to it. */
const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';

const CLASS = ['spec', 'storageClassName'];

/** A template of claims with the target's storage class for that of the source. */
export function withMappedClass(template: unknown, { storageClasses }: TransformContext): unknown {
  const mapped = (found: unknown) =>
    typeof found === 'string' ? (lookUp(storageClasses, found) ?? found) : found;
  return [CLASS, ['metadata', 'annotations', BETA_CLASS]].reduce((changed, path) => {
    const name = textAt(changed, path);
    // An empty name is the choice of the target's default, which only a missing one means.
    return name !== undefined && name !== '' && mapped(name) === ''
      ? without(changed, path)
      : edit(changed, path, mapped);
  }, template);
}

function without(template: unknown, path: readonly string[]): unknown {
  const parent: Path = path.slice(0, -1);
  return drop(template, parent, path.slice(-1));
}

/** What to say of the class of a template, once it is mapped. */
export function classNotes(
  holder: unknown,
  path: readonly string[],
  rule: string,
  { target }: TransformContext,
): Note[] {
  const name = textAt(holder, [...path, ...CLASS]);
  if (name === undefined || name === '' || target.storageClasses.includes(name)) return [];
  return [
    warning(
      rule,
      `storage class ${name} does not exist on the target, where new claims wait for it: make it there, or change the template`,
    ),
  ];
}
