import { expect, test } from '@jest/globals';
import { listCells } from './cells.ts';
import { matrixSections } from './document.ts';

const CELLS = listCells().filter(({ id }) => id.startsWith('stage/EnsureQuiesced/'));

test('a row for each step, and words for what failed', () => {
  const sections = matrixSections(CELLS, {
    'stage/EnsureQuiesced/cancel': { passed: true, seconds: 31 },
    'stage/EnsureQuiesced/fatal': { passed: false, seconds: 9, wrong: ['a', 'b'] },
    'stage/Forgotten/fatal': { passed: false, seconds: 9 },
  });
  expect(sections['cells']).toMatch(/^5 cells: 1 passed, 1 failed, 3 not played yet\.$/m);
  expect(sections['cells']).toMatch(
    /\| stage \| EnsureQuiesced \| – \| – \| – \| ✓ \| \*\*failed\*\* \|$/,
  );
  expect(sections['failed']).toBe('- `stage/EnsureQuiesced/fatal`: a; b');
});

test('nothing failed', () => {
  expect(matrixSections(CELLS, {})['failed']).toBe('None.');
});
