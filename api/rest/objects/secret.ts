import { PART_OF, PART_OF_LABEL } from '../../../domain/kinds/labels.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';

/** A custom resource and the Secret it refers to. */
export interface ObjectWithSecret {
  object: KubeObject;
  secret?: KubeObject;
}

/** @param values In plain text; a Secret keeps them in base64. */
export function secretOf(
  name: string,
  namespace: string,
  values: Record<string, string>,
): KubeObject {
  const data = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  );
  const labels = { [PART_OF_LABEL]: PART_OF };
  const metadata = { name, namespace, labels };
  return { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data };
}
