import type { KubeObject } from '../../kube-object.ts';
import type { Note, Rule } from '../contract.ts';
import { warning } from '../note.ts';
import {
  annotationOf,
  isRecord,
  labelOf,
  listAt,
  nameOf,
  namespaceOf,
  recordAt,
  textAt,
} from '../read.ts';

const SLICE_CONTROLLERS = [
  'endpointslice-controller.k8s.io',
  'endpointslicemirroring-controller.k8s.io',
];

const BY_CONTROLLER = 'controllers of the target make it from the Service and its pods';
const LEADER = 'control-plane.alpha.kubernetes.io/leader';

const SLICE = 'endpoint-slice';

/** Slices of the control plane are made anew; those that somebody wrote arrive. */
export const ENDPOINT_SLICE: Rule = {
  name: SLICE,
  kinds: ['EndpointSlice.discovery.k8s.io'],
  apply(slice) {
    const manager = labelOf(slice, 'endpointslice.kubernetes.io/managed-by') ?? '';
    if (SLICE_CONTROLLERS.includes(manager)) return { skip: BY_CONTROLLER };
    const addresses = listAt(slice, ['endpoints']).flatMap((one) => listAt(one, ['addresses']));
    return { keep: slice, notes: addressNotes(SLICE, addresses) };
  },
};

const ENDPOINTS = 'endpoints';

/**
 * Endpoints are written by a controller for each Service that selects pods, and by hand for the others. One object
 * does not say which; what it contains does, and `handwrittenEndpoints` where the Services are known.
 */
export const ENDPOINTS_BY_HAND: Rule = {
  name: ENDPOINTS,
  kinds: ['Endpoints'],
  apply(endpoints) {
    if (isLock(endpoints)) return { skip: 'it is the lock of a leader on the source' };
    if (isOfController(endpoints)) return { skip: BY_CONTROLLER };
    const addresses = addressesOf(endpoints).map((address) =>
      isRecord(address) ? (address['ip'] ?? address['hostname']) : undefined,
    );
    return { keep: endpoints, notes: addressNotes(ENDPOINTS, addresses) };
  },
};

function isLock(endpoints: KubeObject): boolean {
  return annotationOf(endpoints, LEADER) !== undefined && addressesOf(endpoints).length === 0;
}

function isOfController(endpoints: KubeObject): boolean {
  return (
    labelOf(endpoints, 'endpoints.kubernetes.io/managed-by') === 'endpoint-controller' ||
    annotationOf(endpoints, 'endpoints.kubernetes.io/last-change-trigger-time') !== undefined ||
    addressesOf(endpoints).some((address) => textAt(address, ['targetRef', 'kind']) === 'Pod')
  );
}

function addressesOf(endpoints: KubeObject): readonly unknown[] {
  return listAt(endpoints, ['subsets']).flatMap((subset) => [
    ...listAt(subset, ['addresses']),
    ...listAt(subset, ['notReadyAddresses']),
  ]);
}

function addressNotes(rule: string, addresses: readonly unknown[]): Note[] {
  const known = addresses.filter((address) => typeof address === 'string');
  if (known.length === 0) return [];
  const text = `its addresses are kept as somebody wrote them; can pods of the target reach ${known.join(', ')}?`;
  return [warning(rule, text)];
}

/**
 * Of the Endpoints and EndpointSlices of a source those that somebody wrote: the ones of Services that select
 * nothing, or that have no Service at all. To be asked before the rules, by who can see all objects at once.
 */
export function handwrittenEndpoints(
  objects: readonly KubeObject[],
  services: readonly KubeObject[],
): KubeObject[] {
  const selecting = new Set(services.filter(selectsPods).map((one) => placeOf(one, nameOf(one))));
  return objects.filter((object) => !selecting.has(placeOf(object, serviceOf(object))));
}

function selectsPods(service: KubeObject): boolean {
  return Object.keys(recordAt(service, ['spec', 'selector'])).length > 0;
}

function serviceOf(object: KubeObject): string {
  return object.kind === 'EndpointSlice'
    ? (labelOf(object, 'kubernetes.io/service-name') ?? '')
    : nameOf(object);
}

function placeOf(object: KubeObject, name: string): string {
  return `${namespaceOf(object)}/${name}`;
}
