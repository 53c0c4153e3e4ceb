import { clusterConditions } from '../domain/checks/cluster.ts';
import type { MigCluster } from '../domain/kinds/mig-cluster.ts';
import { asFailure, type Finding } from './check-finding.ts';
import type { Ports } from './ports.ts';

/** The version may be read by everybody; only this shows what the token is worth. */
export const EVERYTHING = { group: '*', resource: '*', verb: '*' };

/** Speaks to a cluster as runs will: name, connection, certificate, token, rights. */
export async function checkCluster(ports: Ports, migCluster: MigCluster): Promise<Finding> {
  try {
    const cluster = await ports.clusters.of(migCluster);
    const operatorVersion = await cluster.version();
    const privileged = await cluster.mayDo(EVERYTHING);
    return { conditions: clusterConditions({ privileged }), status: { operatorVersion } };
  } catch (error) {
    return { conditions: clusterConditions({ failure: asFailure(error) }) };
  }
}
