import { parseArgs } from 'node:util';
import { documentOf, writeDocument } from '../test/faults/matrix-document.ts';
import { readResults } from '../test/faults/results.ts';

/**
 * Writes the tables of docs/fault-matrix.md: the cells that the itineraries make, and what came of each when it was
 * last played. With --check it writes nothing, and exits with 1 when the file differs.
 */
function main(): void {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const results = readResults();
  const { wanted, present } = documentOf(results);
  if (!values.check) {
    writeDocument(results);
    console.log(`docs/fault-matrix.md: ${wanted === present ? 'un' : ''}changed`);
    return;
  }
  if (wanted === present) return;
  console.error('docs/fault-matrix.md differs from the itineraries and test/faults/results.json');
  console.error('Run: node scripts/generate-fault-matrix.ts');
  process.exitCode = 1;
}

main();
