import type { Rule, TransformContext } from '../contract.ts';
import { clear, EACH, edit } from '../edit.ts';
import { warning } from '../note.ts';
import { listAt } from '../read.ts';

/** How a deletion goes on that was begun on the source; nothing of an object that lives. */
const DELETIONS = ['foregroundDeletion', 'orphan', 'kubernetes'];

const PLACE = ['metadata', 'finalizers'];

const NAME = 'finalizer';

/**
 * Kubernetes sets its own again where it wants them. One whose controller the target does not have would keep the
 * object, and its namespace, from ever being deleted.
 */
export const FINALIZER: Rule = {
  name: NAME,
  apply(object, context) {
    const names = listAt(object, PLACE).filter((name) => typeof name === 'string');
    const unserved = names.filter((name) => !isBuiltIn(name) && !isServed(name, context));
    const gone = [...names.filter(isBuiltIn), ...unserved];
    if (gone.length === 0) return { keep: object };
    const left = edit(object, [...PLACE, EACH], (name) =>
      typeof name === 'string' && gone.includes(name) ? undefined : name,
    );
    const keep =
      listAt(left, PLACE).length === 0 ? clear(left, ['metadata'], ['finalizers']) : left;
    return { keep, notes: unserved.map(unservedNote) };
  },
};

function unservedNote(name: string) {
  return warning(NAME, `finalizer ${name} taken away: the target serves nothing of that group`);
}

/** The group, or a name that ends in it: `example.com/x`, `x.example.com`. */
function domainOf(finalizer: string): string {
  const slash = finalizer.indexOf('/');
  return slash === -1 ? finalizer : finalizer.slice(0, slash);
}

function isBuiltIn(finalizer: string): boolean {
  const domain = domainOf(finalizer);
  return (
    DELETIONS.includes(finalizer) || domain === 'kubernetes.io' || domain.endsWith('.kubernetes.io')
  );
}

function isServed(finalizer: string, { target }: TransformContext): boolean {
  const domain = domainOf(finalizer);
  if (!domain.includes('.')) return false;
  return Object.keys(target.servedVersions).some((kind) => {
    const group = kind.slice(kind.indexOf('.') + 1);
    // `apps` is a group as well, but nobody's domain.
    return kind.includes('.') && group.includes('.') && areOfOneOwner(domain, group);
  });
}

function areOfOneOwner(domain: string, group: string): boolean {
  return domain === group || domain.endsWith(`.${group}`) || group.endsWith(`.${domain}`);
}
