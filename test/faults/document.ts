import { table } from '../bench/document.ts';
import { type Cell, FAULTS } from './cells.ts';
import type { Results } from './results.ts';

/** The tables of docs/fault-matrix.md: one row for each step, one column for each fault. */
export function matrixSections(cells: readonly Cell[], results: Results): Record<string, string> {
  const known = cells.filter(({ id }) => results[id] !== undefined);
  const passed = known.filter(({ id }) => results[id]?.passed === true);
  const count = `${cells.length} cells: ${passed.length} passed, ${known.length - passed.length} failed, ${cells.length - known.length} not played yet.`;
  return {
    cells: `${count}\n\n${table(['run', 'step', ...FAULTS], rowsOf(cells, results))}`,
    failed: failuresOf(cells, results),
  };
}

function rowsOf(cells: readonly Cell[], results: Results): string[][] {
  const rows = new Map<string, string[]>();
  for (const { id, way, step } of cells) {
    const key = `${way.name}/${step.phase}`;
    const row = rows.get(key) ?? [way.name, step.phase];
    rows.set(key, [...row, markOf(results, id)]);
  }
  return [...rows.values()];
}

function markOf(results: Results, id: string): string {
  const result = results[id];
  if (result === undefined) return '–';
  return result.passed ? '✓' : '**failed**';
}

function failuresOf(cells: readonly Cell[], results: Results): string {
  const failed = cells.flatMap(({ id }) => {
    const result = results[id];
    if (result === undefined || result.passed) return [];
    return [`- \`${id}\`: ${(result.wrong ?? []).join('; ')}`];
  });
  return failed.length === 0 ? 'None.' : failed.join('\n');
}
