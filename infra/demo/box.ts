import { stripVTControlCharacters } from 'node:util';

/** A frame around lines, as wide as the widest of them; colours do not count. */
export function drawBox(title: string, lines: readonly string[]): string {
  const width = Math.max(widthOf(title) + 2, ...lines.map(widthOf));
  const top = `╭─ ${title} ${'─'.repeat(width - widthOf(title) - 1)}╮`;
  const body = lines.map((line) => `│ ${line}${' '.repeat(width - widthOf(line))} │`);
  return [top, ...body, `╰${'─'.repeat(width + 2)}╯`].join('\n');
}

/**
 * Two columns: what it is, and what it came to. Values longer than the room that is left go on in the
 * next line, below themselves.
 */
export function drawRows(
  rows: readonly (readonly [name: string, value: string])[],
  columns = Infinity,
): string[] {
  const width = Math.max(0, ...rows.map(([name]) => widthOf(name)));
  return rows.flatMap(([name, value]) =>
    wrapWords(value, columns - width - 2).map((line, index) => {
      const left = index === 0 ? name : '';
      return `${left}${' '.repeat(width - widthOf(left))}  ${line}`;
    }),
  );
}

/** Lines of at most so many columns, broken between words; a word that is longer stays whole. */
export function wrapWords(text: string, columns: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || widthOf(longer) <= columns) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
