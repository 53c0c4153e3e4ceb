import type { KubeObject } from '../kube-object.ts';
import type { GroupKind } from './contract.ts';

/** What a kind is called whatever its version: `Deployment.apps`, `Secret`. */
export function groupKindOf({
  apiVersion,
  kind,
}: Pick<KubeObject, 'apiVersion' | 'kind'>): GroupKind {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return group === '' ? kind : `${kind}.${group}`;
}
