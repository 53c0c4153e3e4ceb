import { describeObject, keyOf, type KubeObject } from '../kube-object.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { annotationOf, listAt, textAt } from '../transform/read.ts';
import { ledgerKeyOf } from '../objects/ledger.ts';
import type { Finding } from './finding.ts';

/** Where requests from outside are taken up: a host, and what of it. */
interface Door {
  kind: 'Ingress' | 'Route';
  holder: KubeObject;
  /** Empty: any host. */
  host: string;
  /** `Prefix /shop`, say; what is the same is served by one of two only. */
  path: string;
  /** Class of an Ingress; undefined: that of whoever is the default. */
  className: string | undefined;
}

const KINDS: Readonly<Record<string, Door['kind']>> = {
  'Ingress.networking.k8s.io': 'Ingress',
  'Ingress.extensions': 'Ingress',
  'Route.route.openshift.io': 'Route',
};

/**
 * Hosts that somebody else serves on the target. Two may share a host as long as their paths differ; of two that
 * claim the same one the older is heard, and nobody is told. On OpenShift a host belongs to one namespace unless its
 * router is told otherwise.
 * @param arriving as they are to be made
 * @param present Ingresses and Routes of the whole target
 */
export function hostFindings(
  arriving: readonly KubeObject[],
  present: readonly KubeObject[],
): Finding[] {
  const own = new Set(arriving.map(ledgerKeyOf));
  const taken = Map.groupBy(
    present.filter((object) => !own.has(ledgerKeyOf(object))).flatMap(doorsOf),
    (door) => `${door.kind} ${door.host}`,
  );
  return arriving.flatMap(doorsOf).flatMap((door) => {
    const others = taken.get(`${door.kind} ${door.host}`) ?? [];
    const finding = others.map((other) => clash(door, other)).find((one) => one !== undefined);
    return finding ?? [];
  });
}

/** Whether objects of the kind say which hosts are served. */
export function servesHosts(object: KubeObject): boolean {
  return Object.hasOwn(KINDS, groupKindOf(object));
}

function doorsOf(object: KubeObject): Door[] {
  const kind = KINDS[groupKindOf(object)];
  if (kind === undefined) return [];
  return kind === 'Route' ? doorsOfRoute(object) : doorsOfIngress(object);
}

function doorsOfRoute(route: KubeObject): Door[] {
  const host = textAt(route, ['spec', 'host']) ?? '';
  // The router makes up a name of its own.
  if (host === '') return [];
  const path = textAt(route, ['spec', 'path']) ?? '/';
  return [{ kind: 'Route', holder: route, host, path, className: undefined }];
}

const CLASS = 'kubernetes.io/ingress.class';
const CANARY = 'nginx.ingress.kubernetes.io/canary';

function doorsOfIngress(ingress: KubeObject): Door[] {
  // Made to share the very paths of another one.
  if (annotationOf(ingress, CANARY) === 'true') return [];
  const className = textAt(ingress, ['spec', 'ingressClassName']) ?? annotationOf(ingress, CLASS);
  return listAt(ingress, ['spec', 'rules']).flatMap((rule) => {
    const host = textAt(rule, ['host']) ?? '';
    const paths = listAt(rule, ['http', 'paths']).map(pathOf);
    return [...new Set(paths.length === 0 ? ['Prefix /'] : paths)].map((path): Door => ({
      ...{ kind: 'Ingress', holder: ingress, host, path, className },
    }));
  });
}

function pathOf(path: unknown): string {
  const type = textAt(path, ['pathType']) === 'Exact' ? 'Exact' : 'Prefix';
  const found = textAt(path, ['path']) ?? '/';
  // To a prefix it makes no difference whether it ends with a slash.
  return `${type} ${type === 'Prefix' && found.length > 1 ? found.replace(/\/$/, '') : found}`;
}

function clash(door: Door, other: Door): Finding | undefined {
  const apart =
    door.className !== undefined &&
    other.className !== undefined &&
    door.className !== other.className;
  if (apart) return undefined;
  const found = { object: describeObject(keyOf(door.holder)) };
  const holder = describeObject(keyOf(other.holder));
  if (door.path === other.path) {
    const shown = door.path.replace(/^Prefix /, '');
    return {
      ...found,
      // Without a host it is what nobody else serves: often a default that was meant to be replaced.
      severity: door.host === '' ? 'warning' : 'refusal',
      text: `host ${door.host || '*'} with path ${shown} is served by ${holder} on the target`,
      advice: `remove ${holder}, or change the host of one of them`,
    };
  }
  const sameNamespace = door.holder.metadata.namespace === other.holder.metadata.namespace;
  if (door.kind === 'Ingress' || sameNamespace) return undefined;
  return {
    ...found,
    severity: 'warning',
    text: `host ${door.host} belongs to ${holder} on the target, with another path`,
    advice:
      'set namespaceOwnership InterNamespaceAllowed on the IngressController if both are wanted',
  };
}
