import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../../../infra/sandbox/command.ts';

const SCRIPT = path.join(import.meta.dirname, '../../fidelity/list-volume.sh');

/** Everything there is to say about a tree, line by line; made without any of the programs that copied it. */
export async function listTree(tree: string, file: string): Promise<Set<string>> {
  await runCommand(['bash', SCRIPT, tree, file]);
  return new Set((await readFile(file, 'latin1')).split('\n').filter(Boolean));
}

/** Lines that only one of two lists has, by their kind: `entry`, `link`, `content`, `attribute`, `device`. */
export type Differences = Record<string, number>;

export function differencesOf(ours: Set<string>, theirs: Set<string>): Differences {
  const missing = [...ours].filter((line) => !theirs.has(line));
  const added = [...theirs].filter((line) => !ours.has(line));
  const only = [...missing, ...added];
  const kinds = Object.entries(Object.groupBy(only, (line) => line.split(' ')[0] ?? ''));
  return Object.fromEntries(kinds.map(([kind, lines = []]) => [kind, lines.length]));
}
