import type { KubeObject } from '../kube-object.ts';
import type { TransformContext } from '../transform/contract.ts';
import { definedKind, servedBy } from './definitions.ts';
import { versionOf } from './served.ts';

/**
 * The context as it is once the belongings are there: the target then serves the custom kinds whose definitions come
 * along, and has the priority classes.
 */
export function withBelongings(
  context: TransformContext,
  belongings: readonly KubeObject[],
): TransformContext {
  const { target } = context;
  const coming = belongings
    .filter(({ kind }) => kind === 'CustomResourceDefinition')
    .map(versionsOf)
    .filter(([kind]) => !Object.hasOwn(target.servedVersions, kind));
  const classes = belongings
    .filter(({ kind }) => kind === 'PriorityClass')
    .map(({ metadata }) => metadata.name);
  return {
    ...context,
    target: {
      ...target,
      servedVersions: { ...target.servedVersions, ...Object.fromEntries(coming) },
      priorityClasses: [...new Set([...target.priorityClasses, ...classes])],
    },
  };
}

/** What a definition brings: the kind, and its versions, the stored one first. */
function versionsOf(definition: KubeObject): [string, string[]] {
  return [definedKind(definition), servedBy(definition).map(versionOf)];
}
