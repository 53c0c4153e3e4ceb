import type { KubeObject } from '../../kube-object.ts';
import type { Note, Rule } from '../contract.ts';
import { drop, edit } from '../edit.ts';
import { warning } from '../note.ts';
import { at, isRecord, listAt, nameOf, namespaceOf, recordAt, textAt } from '../read.ts';

/** The API server makes its own Service. */
export const API_SERVER_SERVICE: Rule = {
  name: 'api-server-service',
  kinds: ['Service', 'Endpoints', 'EndpointSlice.discovery.k8s.io'],
  apply: (object) =>
    namespaceOf(object) === 'default' && nameOf(object) === 'kubernetes'
      ? { skip: 'it leads to the API server, and each cluster has its own' }
      : { keep: object },
};

/** Addresses inside the cluster are given anew; that a Service has none is part of what it is. */
export const CLUSTER_ADDRESS: Rule = {
  name: 'cluster-address',
  kinds: ['Service'],
  apply: (service) => ({
    keep: isHeadless(service) ? service : drop(service, ['spec'], ['clusterIP', 'clusterIPs']),
  }),
};

const FAMILIES = 'ip-families';

/** IP families that the target lacks would make it refuse the Service. */
export const IP_FAMILIES: Rule = {
  name: FAMILIES,
  kinds: ['Service'],
  apply(service, { target }) {
    // Of a headless Service that selects nothing the API server takes any families, whatever the cluster has.
    if (isHeadless(service) && Object.keys(recordAt(service, ['spec', 'selector'])).length === 0) {
      return { keep: service };
    }
    const wanted = listAt(service, ['spec', 'ipFamilies']);
    const missing = wanted.filter((family) => !target.ipFamilies.some((has) => has === family));
    const free = missing.length === 0 ? service : drop(service, ['spec'], ['ipFamilies']);
    const keep = target.ipFamilies.length > 1 ? free : withoutNeedOfBoth(free);
    if (keep === service) return { keep };
    return { keep, notes: [warning(FAMILIES, familyText(target.ipFamilies))] };
  },
};

function withoutNeedOfBoth(service: KubeObject): KubeObject {
  return edit(service, ['spec', 'ipFamilyPolicy'], (policy) =>
    policy === 'RequireDualStack' ? 'PreferDualStack' : policy,
  );
}

function familyText(families: readonly string[]): string {
  return `the target has ${families.join(' and ') || 'no known IP family'} only; the Service gets what there is`;
}

const OUTSIDE = 'outside-address';

/** Addresses outside lead to the source, and go on doing so until somebody changes what points there. */
export const OUTSIDE_ADDRESS: Rule = {
  name: OUTSIDE,
  kinds: ['Service'],
  apply(service) {
    const keep = drop(service, ['spec'], ['externalIPs', 'loadBalancerIP']);
    return { keep, notes: [...droppedNotes(service), ...balancerNotes(service)] };
  },
};

function droppedNotes(service: KubeObject): Note[] {
  const dropped = [
    ...listAt(service, ['spec', 'externalIPs']),
    at(service, ['spec', 'loadBalancerIP']),
  ].filter((address) => typeof address === 'string' && address !== '');
  if (dropped.length === 0) return [];
  return [
    warning(
      OUTSIDE,
      `it asked for ${dropped.join(', ')}, which leads to the source; the target is not asked for it`,
    ),
  ];
}

function balancerNotes(service: KubeObject): Note[] {
  const old = listAt(service, ['status', 'loadBalancer', 'ingress']).flatMap(addressOf);
  const balancer = textAt(service, ['spec', 'loadBalancerClass']);
  return [
    ...(old.length === 0
      ? []
      : [
          warning(
            OUTSIDE,
            `it was reached at ${old.join(', ')}; the target gives another address, so change what points there`,
          ),
        ]),
    ...(balancer === undefined
      ? []
      : [
          warning(
            OUTSIDE,
            `it gets an address only if the target has load balancers of class ${balancer}`,
          ),
        ]),
  ];
}

function addressOf(ingress: unknown): string[] {
  if (!isRecord(ingress)) return [];
  const address = ingress['hostname'] ?? ingress['ip'];
  return typeof address === 'string' ? [address] : [];
}

function isHeadless(service: KubeObject): boolean {
  return textAt(service, ['spec', 'clusterIP']) === 'None';
}
