import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { log } from '@temporalio/activity';
import { repositoryOf } from '../domain/checks/storage.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import {
  readResults,
  type ResultMessage,
  resultsKey,
  type VeleroResults,
} from '../domain/velero/results.ts';
import type { Ports } from './ports.ts';
import { readKeys } from './repository.ts';
import { readStorage } from './velero-location.ts';

/** As many as a person reads. */
const TOLD = 5;
const LONGEST_CHARACTERS = 400;

/** A file that Velero has put into the repository, out of its gzip; undefined when there is none. */
export async function fetchUnpacked(
  ports: Ports,
  facts: RunFacts,
  key: string,
): Promise<Uint8Array | undefined> {
  const storage = await readStorage(ports, facts);
  const keys = await readKeys(ports.clusters.host, storage);
  const packed = await ports.fetchObject(repositoryOf(storage), keys, key);
  return packed === undefined ? undefined : promisify(gunzip)(packed);
}

/** What Velero has to say of a Backup or a Restore that has ended; undefined when it cannot be had. */
export async function fetchResults(
  ports: Ports,
  facts: RunFacts,
  { kind, name }: { kind: 'Backup' | 'Restore'; name: string },
): Promise<VeleroResults | undefined> {
  try {
    const unpacked = await fetchUnpacked(ports, facts, resultsKey(kind, name));
    return unpacked === undefined ? undefined : readResults(new TextDecoder().decode(unpacked));
  } catch (error) {
    log.warn('the results of Velero could not be read', { kind, name, error: String(error) });
    return undefined;
  }
}

/** What failed within a Backup or a Restore, in Velero's own words; `counted` when they cannot be had. */
export async function explainPartial(
  ports: Ports,
  facts: RunFacts,
  { counted, ...which }: { kind: 'Backup' | 'Restore'; name: string; counted: string },
): Promise<string> {
  const results = await fetchResults(ports, facts, which);
  return tellErrors(results?.errors ?? [], counted);
}

/** How many there are, and the first of them. */
export function tellErrors(errors: readonly ResultMessage[], counted: string): string {
  return [counted, ...errors.slice(0, TOLD).map(({ text }) => shortened(text))].join(' ');
}

/** Velero's words may hold all of an object. */
export function shortened(text: string): string {
  return text.slice(0, LONGEST_CHARACTERS);
}
