import type { KubeObject } from '../kube-object.ts';
import { LAST_APPLIED } from '../transform/last-applied.ts';
import { annotationOf, at, isRecord, listAt } from '../transform/read.ts';

/**
 * Node ports of these Services that a person chose, each once: clients know the very number. The API server writes
 * into `managedFields` what a request named, so a port that it gave by itself is in no set there. Velero tells them
 * apart in the same way (pkg/restore/actions/service_action.go).
 */
export function chosenNodePorts(services: readonly KubeObject[]): number[] {
  const chosen = services.flatMap((service) => {
    const named = [...managedSpecs(service), ...appliedSpecs(service)];
    return [
      ...listAt(service, ['spec', 'ports'])
        .filter((port) => named.some((spec) => namesPort(spec, port)))
        .map((port) => at(port, ['nodePort'])),
      named.some(namesHealthCheck) ? at(service, ['spec', 'healthCheckNodePort']) : undefined,
    ];
  });
  return [...new Set(chosen.filter((port) => typeof port === 'number' && port > 0))] as number[];
}

/** A spec as somebody wrote it: the fields that a manager owns, or the object that was applied. */
type Named = { fields: unknown } | { applied: unknown };

function managedSpecs(service: KubeObject): Named[] {
  return listAt(service, ['metadata', 'managedFields']).map((entry) => ({
    fields: at(entry, ['fieldsV1', 'f:spec']),
  }));
}

/** For objects whose fields an old API server did not track. */
function appliedSpecs(service: KubeObject): Named[] {
  const text = annotationOf(service, LAST_APPLIED);
  if (text === undefined) return [];
  try {
    return [{ applied: at(JSON.parse(text), ['spec']) }];
  } catch {
    return [];
  }
}

function namesPort(named: Named, port: unknown): boolean {
  const [number, protocol] = [at(port, ['port']), at(port, ['protocol']) ?? 'TCP'];
  if ('applied' in named) {
    const nodePort = at(port, ['nodePort']);
    return listAt(named.applied, ['ports']).some((one) => at(one, ['nodePort']) === nodePort);
  }
  const ports = at(named.fields, ['f:ports']);
  if (!isRecord(ports)) return false;
  return Object.entries(ports).some(([key, fields]) => {
    if (!key.startsWith('k:') || at(fields, ['f:nodePort']) === undefined) return false;
    const of: unknown = JSON.parse(key.slice('k:'.length));
    return at(of, ['port']) === number && at(of, ['protocol']) === protocol;
  });
}

function namesHealthCheck(named: Named): boolean {
  return 'applied' in named
    ? typeof at(named.applied, ['healthCheckNodePort']) === 'number'
    : at(named.fields, ['f:healthCheckNodePort']) !== undefined;
}
