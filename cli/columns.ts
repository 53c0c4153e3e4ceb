/** One column of a table: its title and what a row shows in it. */
export interface Column<Row> {
  title: string;
  value: (row: Row) => string | undefined;
  /** Shown with `-o wide` only. */
  wide?: boolean;
}

const GAP = '   ';

/** Rows as aligned text, one line each, under a line of titles; no trailing blanks. */
export function formatTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  wide = false,
): string {
  const shown = columns.filter((column) => wide || column.wide !== true);
  const lines = [
    shown.map(({ title }) => title),
    ...rows.map((row) => shown.map(({ value }) => value(row) ?? '-')),
  ];
  const widths = shown.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines.map((line) => alignLine(line, widths)).join('');
}

function alignLine(cells: readonly string[], widths: readonly number[]): string {
  const aligned = cells.map((cell, at) => cell.padEnd(widths[at] ?? 0));
  return `${aligned.join(GAP).trimEnd()}\n`;
}
