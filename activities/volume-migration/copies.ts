import type { RunFacts } from '../../domain/run/facts.ts';
import type { CopyAdmission, CopyOrder } from '../../domain/volume-migration/order.ts';
import type { Ports } from '../ports.ts';
import { admitDirectCopy } from './admission.ts';
import { makeCopyClaims } from './claims.ts';
import { publishCopy, type ToldCopy } from './publish.ts';

/** Copies of volumes that belong to no plan: DirectVolumeMigrations that somebody applied. */
export function createCopyActivities(ports: Ports) {
  return {
    /** Reads the object and what it refers to, and fixes what it is about; or says why it may not begin. */
    admitCopy: (order: CopyOrder): Promise<CopyAdmission> => admitDirectCopy(ports, order),

    /** Makes the claims on the target, and reserves those that are there. */
    makeCopyClaims: (facts: RunFacts): Promise<void> => makeCopyClaims(ports, facts),

    /** The only writer of the status; false when the object is gone. */
    publishCopy: (told: ToldCopy): Promise<boolean> => publishCopy(ports.clusters.host, told),
  };
}
