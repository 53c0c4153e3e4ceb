import { stripVTControlCharacters } from 'node:util';

/** A frame around lines, as wide as the widest of them; colours do not count. */
export function drawBox(title: string, lines: readonly string[]): string {
  const width = Math.max(widthOf(title) + 2, ...lines.map(widthOf));
  const top = `╭─ ${title} ${'─'.repeat(width - widthOf(title) - 1)}╮`;
  const body = lines.map((line) => `│ ${line}${' '.repeat(width - widthOf(line))} │`);
  return [top, ...body, `╰${'─'.repeat(width + 2)}╯`].join('\n');
}

/** Two columns: what it is, and what it came to. */
export function drawRows(rows: readonly (readonly [name: string, value: string])[]): string[] {
  const width = Math.max(0, ...rows.map(([name]) => widthOf(name)));
  return rows.map(([name, value]) => `${name}${' '.repeat(width - widthOf(name))}  ${value}`);
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
