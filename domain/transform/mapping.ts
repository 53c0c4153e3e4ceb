import type { TransformContext } from './contract.ts';
import { lookUp } from './read.ts';

/** What a namespace of the source is called on the target; one that the plan does not name keeps its name. */
export function mapNamespace(namespace: string, context: TransformContext): string {
  return lookUp(context.namespaces, namespace) ?? namespace;
}

/** For `edit`: the name of a namespace as the target calls it; what is no name stays. */
export function toTarget(context: TransformContext): (found: unknown) => unknown {
  return (found) => (typeof found === 'string' ? mapNamespace(found, context) : found);
}

/** Whether a namespace is one of the plan's, as the source or the target calls it. */
export function isPlanned(namespace: string, { namespaces }: TransformContext): boolean {
  return Object.hasOwn(namespaces, namespace) || Object.values(namespaces).includes(namespace);
}
