import { readFile, readdir } from 'node:fs/promises';

import type { Daemon } from './daemons/daemon.ts';
import { writeFileAtomically } from './files.ts';
import { type Owner, paths } from './layout.ts';
import type { ProcessId } from './processes.ts';
import { SandboxFailure } from './sandbox-failure.ts';

/** What we keep of a started daemon: enough to know it again, and to start it again. */
export interface DaemonRecord extends ProcessId {
  daemon: Daemon;
}

export function logFile({ owner, name }: Pick<Daemon, 'owner' | 'name'>): string {
  return `${paths.logs}/${owner}-${name}.log`;
}

export async function writeRecord(record: DaemonRecord): Promise<void> {
  const { owner, name } = record.daemon;
  await writeFileAtomically(`${paths.daemons}/${owner}-${name}.json`, JSON.stringify(record));
}

/** Of all daemons that were started, whether they still run or not. */
export async function readDaemons(): Promise<DaemonRecord[]> {
  const names = await readdir(paths.daemons).catch(() => []);
  const records = names
    .filter((name) => name.endsWith('.json'))
    .map(async (name) => JSON.parse(await readFile(`${paths.daemons}/${name}`, 'utf8')) as unknown);
  return (await Promise.all(records)) as DaemonRecord[];
}

export async function readDaemon(owner: Owner, name: string): Promise<DaemonRecord> {
  const records = await readDaemons();
  const record = records.find(({ daemon }) => daemon.owner === owner && daemon.name === name);
  if (record) return record;
  const known = records.map(({ daemon }) => `${daemon.owner}/${daemon.name}`).sort();
  throw new SandboxFailure(`The sandbox has no daemon ${owner}/${name}`, {
    found: known.join('\n'),
    hint: known.length === 0 ? 'Bring it up: dray sandbox up' : 'Name one of these.',
  });
}
