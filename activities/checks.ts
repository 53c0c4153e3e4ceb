import type { CheckedKind } from '../domain/engine-names.ts';
import { invalidCondition } from '../domain/checks/invalid.ts';
import { settingsConditions } from '../domain/checks/settings.ts';
import {
  API_VERSION,
  type KindObject,
  notSupportedCondition,
  parseKind,
  unsupportedFields,
} from '../domain/kinds/index.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import { readSettings } from '../domain/settings/read-settings.ts';
import { checkCluster } from './check-cluster.ts';
import type { Finding } from './check-finding.ts';
import { checkHook } from './check-hook.ts';
import { checkPlan } from './check-plan.ts';
import { checkStorage } from './check-storage.ts';
import type { Ports } from './ports.ts';
import { writeConditions } from './status.ts';

export interface CheckRequest {
  kind: CheckedKind;
  namespace: string;
  name: string;
}

type Check = (ports: Ports, found: KubeObject) => Promise<Finding>;

/** How each kind is looked at, once it is known to be valid and within what this version can do. */
const CHECKS: Record<CheckedKind, Check> = {
  MigCluster: (ports, found) =>
    validated('MigCluster', found, (object) => checkCluster(ports, object)),
  MigStorage: (ports, found) =>
    validated('MigStorage', found, (object) => checkStorage(ports, object)),
  MigHook: (_, found) =>
    validated('MigHook', found, (object) => Promise.resolve(checkHook(object))),
  MigrationController: (_, found) =>
    validated('MigrationController', found, ({ spec }) =>
      Promise.resolve({ conditions: settingsConditions(readSettings(spec)) }),
    ),
  MigPlan: (ports, found) => validated('MigPlan', found, (object) => checkPlan(ports, object)),
};

/** Real checks of what plans are made of; what they find becomes conditions. */
export function createCheckActivities(ports: Ports) {
  const { host } = ports.clusters;
  return {
    /**
     * Checks one object and writes its conditions; one that is gone is fine. A plan whose volumes are to be measured
     * keeps asking for its refresh until that is done.
     */
    async checkObject({ kind, namespace, name }: CheckRequest): Promise<{ measure: boolean }> {
      const key = { apiVersion: API_VERSION, kind, namespace, name };
      const found = await host.get(key);
      if (found === undefined) return { measure: false };
      const { conditions, status, measurable = false } = await CHECKS[kind](ports, found);
      await writeConditions(host, key, conditions, status);
      if (!asksForRefresh(found)) return { measure: false };
      // Else nobody could ask a second time.
      if (!measurable) await host.patch(key, { spec: { refresh: false } });
      return { measure: measurable };
    },
  };
}

function asksForRefresh({ spec }: KubeObject): boolean {
  return ((spec ?? {}) as { refresh?: unknown }).refresh === true;
}

async function validated<K extends CheckedKind>(
  kind: K,
  found: KubeObject,
  check: (object: KindObject<K>) => Promise<Finding>,
): Promise<Finding> {
  const parsed = parseKind(kind, found);
  if (!parsed.ok) return { conditions: [invalidCondition(parsed.issues)] };
  const refused = notSupportedCondition(unsupportedFields(kind, parsed.value));
  if (refused !== undefined) return { conditions: [refused] };
  return check(parsed.value);
}
