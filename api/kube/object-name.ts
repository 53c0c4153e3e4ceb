import type { ObjectName } from '../../clients/temporal/engine.ts';
import type { KubeObject } from '../../domain/kube-object.ts';

export function nameOf({ metadata }: KubeObject): ObjectName {
  return { namespace: metadata.namespace ?? '', name: metadata.name };
}
