import { describe, expect, it } from '@jest/globals';
import { replaceSections, table } from './document.ts';

const DOCUMENT = `# Title
Prose.
<!-- measured: a -->
old
<!-- /measured: a -->
More prose.
<!-- measured: b --><!-- /measured: b -->
`;

describe('replaceSections', () => {
  it('writes between the markers, and leaves everything else as it was', () => {
    const written = replaceSections(DOCUMENT, { a: 'new', b: 'first' });
    expect(written).toBe(`# Title
Prose.
<!-- measured: a -->

new

<!-- /measured: a -->
More prose.
<!-- measured: b -->

first

<!-- /measured: b -->
`);
    expect(replaceSections(written, { a: 'new', b: 'first' })).toBe(written);
  });

  it('refuses a document without a place for a section', () => {
    expect(() => replaceSections(DOCUMENT, { c: 'x' })).toThrow('no place for c');
  });
});

it('draws a table', () => {
  expect(table(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |');
});
