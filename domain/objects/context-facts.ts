import type { NamespacePair } from '../plan/namespaces.ts';
import { chooseStorageClass, readStorageClass } from '../plan/storage-classes.ts';
import type { KubeObject } from '../kube-object.ts';
import type { RunVolume } from '../run/facts.ts';
import type { ClaimChoice } from '../transform/contract.ts';
import { listAt, textAt } from '../transform/read.ts';

export type IpFamily = 'IPv4' | 'IPv6';

/** Every namespace of a plan, also when its name stays. */
export function namespaceMap(pairs: readonly NamespacePair[]): Record<string, string> {
  return Object.fromEntries(pairs.map(({ source, target }) => [source, target]));
}

/**
 * What the plan decided for its claims, by `namespace/name` on the source.
 * @param skipped claims that stay behind, as `namespace/name`
 */
export function claimChoices(
  volumes: readonly RunVolume[],
  skipped: readonly string[],
): Record<string, ClaimChoice> {
  const copied = volumes.map((volume): [string, ClaimChoice] => [
    `${volume.namespace}/${volume.claim}`,
    {
      action: 'copy',
      targetName: volume.targetClaim,
      storageClass: volume.storageClass,
      accessModes: volume.accessModes,
      capacity: volume.capacity,
    },
  ]);
  const left = skipped.map((claim): [string, ClaimChoice] => [
    claim,
    {
      action: 'skip',
      targetName: claim.slice(claim.indexOf('/') + 1),
      ...{ storageClass: '', accessModes: [], capacity: '0' },
    },
  ]);
  return Object.fromEntries([...left, ...copied]);
}

/**
 * Storage classes of the source → the target's: as the plan has it for the claims of that class, else by the rule
 * that plans go by. A class without a counterpart is not listed.
 */
export function storageClassMap(
  classes: { source: readonly KubeObject[]; target: readonly KubeObject[] },
  claims: readonly KubeObject[],
  volumes: readonly RunVolume[],
): Record<string, string> {
  const target = classes.target.map(readStorageClass);
  const byRule = classes.source.map((found): [string, string] => [
    found.metadata.name,
    chooseStorageClass(readStorageClass(found), target),
  ]);
  const byPlan = volumes.flatMap(({ namespace, claim, storageClass }): [string, string][] => {
    const found = claims.find(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === claim,
    );
    const name = textAt(found, ['spec', 'storageClassName']) ?? '';
    return name === '' ? [] : [[name, storageClass]];
  });
  const chosen = [...byRule, ...byPlan].filter(([, name]) => name !== '');
  return Object.fromEntries(chosen);
}

/**
 * IP families of a cluster's Services: those of its address ranges, and of the API server's own Service where the
 * ranges are not told.
 * @param ranges ServiceCIDRs, and OpenShift's Network
 */
export function ipFamilies(
  ranges: readonly KubeObject[],
  apiServer: KubeObject | undefined,
): IpFamily[] {
  const addresses = ranges.flatMap((range) => [
    ...listAt(range, ['spec', 'cidrs']),
    ...listAt(range, ['status', 'serviceNetwork']),
  ]);
  const families = new Set<IpFamily>(
    addresses.map((address) => (String(address).includes(':') ? 'IPv6' : 'IPv4')),
  );
  for (const family of listAt(apiServer, ['spec', 'ipFamilies'])) {
    if (family === 'IPv4' || family === 'IPv6') families.add(family);
  }
  // Clusters from before the field have one family, and the address tells which.
  const address = textAt(apiServer, ['spec', 'clusterIP']);
  if (families.size === 0 && address !== undefined) {
    families.add(address.includes(':') ? 'IPv6' : 'IPv4');
  }
  return [...families];
}

/** Node ports in use → the Service that has it, as `namespace/name`. */
export function nodePortsInUse(services: readonly KubeObject[]): Record<string, string> {
  const used = services.flatMap((service) => {
    const { namespace = '', name } = service.metadata;
    const ports = [
      ...listAt(service, ['spec', 'ports']).map((port) => (port as { nodePort?: number }).nodePort),
      (service['spec'] as { healthCheckNodePort?: number } | undefined)?.healthCheckNodePort,
    ];
    return ports
      .filter((port) => port !== undefined && port !== 0)
      .map((port): [string, string] => [String(port), `${namespace}/${name}`]);
  });
  return Object.fromEntries(used);
}

const UID_RANGE = 'openshift.io/sa.scc.uid-range';

/** Ranges of user ids → the namespace that holds them. */
export function uidRanges(namespaces: readonly KubeObject[]): Record<string, string> {
  const held = namespaces.flatMap(({ metadata }): [string, string][] => {
    const range = metadata.annotations?.[UID_RANGE];
    return range === undefined ? [] : [[range, metadata.name]];
  });
  return Object.fromEntries(held);
}
