import { repositoryOf, storageConditions } from '../domain/checks/storage.ts';
import type { MigStorage } from '../domain/kinds/mig-storage.ts';
import { asFailure, type Finding } from './check-finding.ts';
import type { Ports } from './ports.ts';
import { readKeys } from './repository.ts';

/** Uses the bucket once as Velero will: look, write, read, delete. */
export async function checkStorage(ports: Ports, migStorage: MigStorage): Promise<Finding> {
  try {
    const keys = await readKeys(ports.clusters.host, migStorage);
    await ports.probeRepository(repositoryOf(migStorage), keys);
    return { conditions: storageConditions(undefined) };
  } catch (error) {
    return { conditions: storageConditions(asFailure(error)) };
  }
}
