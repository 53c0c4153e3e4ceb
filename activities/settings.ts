import type { Cluster } from '../clients/kube/cluster.ts';
import { failure } from '../domain/failures/failure.ts';
import { API_VERSION, NAMESPACE } from '../domain/kinds/group.ts';
import { readSettings } from '../domain/settings/read-settings.ts';
import { DEFAULT_SETTINGS, type Settings } from '../domain/settings/settings.ts';

/** As MTC's operator calls its only one. */
export const CONTROLLER_KEY = {
  apiVersion: API_VERSION,
  kind: 'MigrationController',
  namespace: NAMESPACE,
  name: 'migration-controller',
};

/** The settings of the host cluster as they are now. @throws Failure DRAY-2022 when one cannot be meant */
export async function settingsOf(host: Cluster): Promise<Settings> {
  const found = await host.get(CONTROLLER_KEY);
  if (found === undefined) return DEFAULT_SETTINGS;
  const { settings, problems } = readSettings(found['spec']);
  const [problem] = problems;
  if (problem === undefined) return settings;
  throw failure('DRAY-2022', {
    detail: problem.message,
    object: `${host.name}: MigrationController ${CONTROLLER_KEY.name}`,
  });
}
