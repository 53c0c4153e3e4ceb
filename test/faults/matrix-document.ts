import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { replaceSections } from '../bench/document.ts';
import { listCells } from './cells.ts';
import { matrixSections } from './document.ts';
import type { Results } from './results.ts';

export const DOCUMENT = path.join(import.meta.dirname, '../../docs/fault-matrix.md');

/** docs/fault-matrix.md with the tables that these results make, whether it differs or not. */
export function documentOf(results: Results): { wanted: string; present: string } {
  const present = readFileSync(DOCUMENT, 'utf8');
  return { wanted: replaceSections(present, matrixSections(listCells(), results)), present };
}

export function writeDocument(results: Results): void {
  writeFileSync(DOCUMENT, documentOf(results).wanted);
}
