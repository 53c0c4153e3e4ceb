import type { KubeObject } from '../../../domain/kube-object.ts';
import { titleOf } from './fixture.ts';
import type { Inventory } from './inventory.ts';

/** What the controllers of every cluster make of other objects: `kind: kinds it is made of`. */
const MADE_OF: Readonly<Record<string, readonly string[]>> = {
  ReplicaSet: ['Deployment'],
  ControllerRevision: ['StatefulSet', 'DaemonSet'],
  Pod: ['ReplicaSet', 'StatefulSet'],
  EndpointSlice: ['Service', 'Endpoints'],
};

/** Only where it ran: a Job that has ended leaves its pods behind. */
const MADE_BEFORE: Readonly<Record<string, readonly string[]>> = { Pod: ['Job'] };

/**
 * What a controller makes an object of: the owner's title, when the owner is there and is this very one. Undefined
 * for what nobody makes, or whose owner is only said to be there.
 */
export function madeOf(
  object: KubeObject,
  inventory: Inventory,
  side: 'source' | 'target',
): string | undefined {
  const kinds = [
    ...(MADE_OF[object.kind] ?? []),
    ...(side === 'source' ? (MADE_BEFORE[object.kind] ?? []) : []),
  ];
  if (object.kind === 'Endpoints') return endpointsOf(object, inventory);
  const owner = (object.metadata.ownerReferences ?? []).find((one) => one.controller === true);
  if (owner === undefined || !kinds.includes(owner.kind)) return undefined;
  return [...inventory].find(([, { metadata }]) => metadata.uid === owner.uid)?.[0];
}

/** Kubernetes names no owner here, but writes who manages them. */
function endpointsOf({ metadata }: KubeObject, inventory: Inventory): string | undefined {
  const service = inventory.get(titleOf({ apiVersion: 'v1', kind: 'Service', metadata }));
  const { selector } = (service?.['spec'] ?? {}) as { selector?: unknown };
  return selector === undefined ? undefined : `Service ${metadata.name}`;
}
