import { MIGRATED_LABELS } from '../../kinds/labels.ts';
import type { KubeObject } from '../../kube-object.ts';
import type { ClaimChoice, TransformContext } from '../contract.ts';
import { mapNamespace } from '../mapping.ts';
import { labelOf, lookUp } from '../read.ts';

/** A claim, by where an object says it is. */
export interface ClaimPlace {
  namespace: string;
  name: string;
}

/**
 * What the plan decided for the claim that an object is, or that it refers to. On an object that has gone through
 * already the claim has its new name, and is found by that.
 */
export function choiceFor(
  place: ClaimPlace,
  object: KubeObject,
  context: TransformContext,
): ClaimChoice | undefined {
  const renamed = hasArrived(place, object, context) ? choiceByTarget(place, context) : undefined;
  return renamed ?? lookUp(context.claims, `${place.namespace}/${place.name}`);
}

/** In a namespace that keeps its name, another claim of the source may be called as this one will be. */
function hasArrived(place: ClaimPlace, object: KubeObject, context: TransformContext): boolean {
  return (
    labelOf(object, MIGRATED_LABELS.byMigration) === context.run.uid ||
    lookUp(context.namespaces, place.namespace) === undefined
  );
}

function choiceByTarget(
  { namespace, name }: ClaimPlace,
  context: TransformContext,
): ClaimChoice | undefined {
  const found = Object.entries(context.claims).find(
    ([source, choice]) =>
      choice.targetName === name &&
      mapNamespace(source.slice(0, source.indexOf('/')), context) === namespace,
  );
  return found?.[1];
}
