import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { log } from '@temporalio/activity';
import type { RunFacts } from '../domain/run/facts.ts';
import { repositoryOf } from '../domain/checks/storage.ts';
import { resultErrors, resultsKey } from '../domain/velero/results.ts';
import type { Ports } from './ports.ts';
import { readKeys } from './repository.ts';
import { readStorage } from './velero-location.ts';

/** As many as a person reads. */
const TOLD = 5;
const LONGEST_CHARACTERS = 400;

/** What failed within a Backup or a Restore, in Velero's own words; `counted` when they cannot be had. */
export async function explainPartial(
  ports: Ports,
  facts: RunFacts,
  partial: { kind: 'Backup' | 'Restore'; name: string; counted: string },
): Promise<string> {
  const { kind, name, counted } = partial;
  try {
    const storage = await readStorage(ports, facts);
    const keys = await readKeys(ports.clusters.host, storage);
    const packed = await ports.fetchObject(repositoryOf(storage), keys, resultsKey(kind, name));
    if (packed === undefined) return counted;
    const errors = resultErrors((await promisify(gunzip)(packed)).toString('utf8'));
    const told = errors.slice(0, TOLD).map((error) => error.slice(0, LONGEST_CHARACTERS));
    return [counted, ...told].join(' ');
  } catch (error) {
    log.warn('the results of Velero could not be read', { kind, name, error: String(error) });
    return counted;
  }
}
