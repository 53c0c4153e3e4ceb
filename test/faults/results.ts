import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What came of a cell when it was last played. */
export interface Result {
  passed: boolean;
  seconds: number;
  /** What was not as it has to be. */
  wrong?: readonly string[];
}

export type Results = Record<string, Result>;

const FILE = path.join(import.meta.dirname, 'results.json');

export function readResults(): Results {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Results;
}

/** In the order of the names, so that what changed is seen. */
export function writeResults(results: Results): void {
  const sorted = Object.fromEntries(Object.entries(results).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(FILE, `${JSON.stringify(sorted, null, 2)}\n`);
}
