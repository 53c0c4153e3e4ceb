import { failure } from '../domain/failures/failure.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { backupName } from '../domain/velero/backup.ts';
import { contentsKey, itemsInBackup } from '../domain/velero/contents.ts';
import type { BackedUpItem } from '../domain/velero/share.ts';
import type { Ports } from './ports.ts';
import { fetchUnpacked } from './velero-results.ts';

/** The objects that the run's backup holds. They hold secrets: they stay in the memory of the activity. */
export async function readContents(ports: Ports, facts: RunFacts): Promise<BackedUpItem[]> {
  const name = backupName(facts.run);
  const archive = await fetchUnpacked(ports, facts, contentsKey(name));
  if (archive !== undefined) return itemsInBackup(archive);
  const detail = `there is no ${contentsKey(name)} in the repository`;
  throw failure('DRAY-4002', { detail, object: `Backup ${name}` });
}
