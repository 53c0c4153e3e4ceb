import type { KubeObject } from '../kube-object.ts';
import { MADE_AS } from '../rollback/seal.ts';
import type { Note, TransformContext } from '../transform/contract.ts';
import { dropAnnotations } from '../transform/edit.ts';
import { mapNamespace } from '../transform/mapping.ts';
import { transform } from '../transform/transform.ts';

/**
 * What a namespace of the source is to be on the target, and what somebody should look at: with its labels and
 * annotations, since they decide which pods may run in it and as which users.
 */
export function targetNamespace(
  found: KubeObject,
  context: TransformContext,
): { wanted: KubeObject; notes: readonly Note[] } {
  const { apiVersion, kind } = found;
  const result = transform(found, context);
  // That the Namespace stays behind does not mean that what is in it does.
  if (result.outcome === 'skipped') {
    const name = mapNamespace(found.metadata.name, context);
    return { wanted: { apiVersion, kind, metadata: { name } }, notes: [] };
  }
  const { name, labels, annotations } = dropAnnotations(result.object, [MADE_AS]).metadata;
  return {
    wanted: {
      ...{ apiVersion, kind },
      metadata: {
        name,
        ...(labels === undefined ? {} : { labels }),
        ...(annotations === undefined ? {} : { annotations }),
      },
    },
    notes: result.notes,
  };
}
