import { formatTable, type Column } from './columns.ts';
import type { CommandError, ValueError } from './command-error.ts';
import { conditionText } from './condition-text.ts';
import type { Io } from './io.ts';
import type { Output } from './settings.ts';

/** The version of everything that `-o json` and `-o yaml` print; fields are added, never changed. */
const OUTPUT_VERSION = 'drayage/v1';

export type Kind =
  'Cluster' | 'Repository' | 'Plan' | 'Run' | 'Report' | 'Schedule' | 'Sandbox' | 'Version';

interface Named {
  name: string;
}

/** How things of one kind look. */
export interface Look<View> {
  kind: Kind;
  columns: readonly Column<View>[];
}

export interface Printer {
  io: Io;
  output: Output;
}

/** A list, in the form that was asked for. Nothing found is a note, so that data stays data. */
export async function printList<View extends Named>(
  { io, output }: Printer,
  { kind, columns }: Look<View>,
  items: readonly View[],
): Promise<void> {
  if (output === 'json' || output === 'yaml') {
    io.out(await serialize(output, { apiVersion: OUTPUT_VERSION, kind: `${kind}List`, items }));
    return;
  }
  if (output === 'name') {
    for (const { name } of items) io.out(`${kind.toLowerCase()}/${name}\n`);
    return;
  }
  if (items.length === 0) io.err(`There is no ${kind.toLowerCase()} yet.\n`);
  else io.out(formatTable(columns, items, output === 'wide'));
}

/** One object. As a table it is what `describe` makes of it: a picture, several tables. */
export async function printOne<View extends Named>(
  { io, output }: Printer,
  kind: Kind,
  view: View,
  describe: (view: View) => string,
): Promise<void> {
  if (output === 'json' || output === 'yaml') {
    io.out(await serialize(output, { apiVersion: OUTPUT_VERSION, kind, ...view }));
  } else if (output === 'name') io.out(`${kind.toLowerCase()}/${view.name}\n`);
  else io.out(describe(view));
}

/** One line of JSON, for streams of them. */
export function jsonLine(kind: Kind, view: object): string {
  return `${JSON.stringify({ apiVersion: OUTPUT_VERSION, kind, ...view })}\n`;
}

/** Several YAML documents, or one JSON list, as `kubectl apply -f` takes them. */
export async function printManifests(
  io: Io,
  output: 'json' | 'yaml',
  objects: readonly object[],
): Promise<void> {
  if (output === 'json') {
    io.out(await serialize('json', { apiVersion: 'v1', kind: 'List', items: objects }));
    return;
  }
  const documents = await Promise.all(objects.map((object) => serialize('yaml', object)));
  io.out(documents.join('---\n'));
}

/** The error that ends a command: sentences for people, one object for scripts. It never goes to stdout. */
export function printError({ io, output }: Printer, error: CommandError): void {
  const { parts } = error;
  if (output === 'json' || output === 'yaml') {
    io.err(`${JSON.stringify({ apiVersion: OUTPUT_VERSION, kind: 'Error', ...parts }, null, 2)}\n`);
    return;
  }
  io.err(
    errorLines(error)
      .map((line) => `${line}\n`)
      .join(''),
  );
}

function errorLines({ parts }: CommandError): string[] {
  const { code, meaning, object, detail, hint, errors = [], conditions = [] } = parts;
  const title = [code, meaning].filter((word) => word !== undefined).join(' ');
  const where = object === undefined ? '' : `${object}: `;
  return [
    `dray: ${title === '' || title === detail ? '' : `${title}: `}${where}${detail}`,
    ...errors.map((each) => `  ${valueErrorText(each)}`),
    ...conditions.map((each) => `  ! ${conditionText(each)}`),
    ...(hint === undefined ? [] : [`  → ${hint}`]),
  ];
}

function valueErrorText({ pointer, message, found }: ValueError): string {
  return `${pointer}: ${message}${found === undefined ? '' : ` (found ${found})`}`;
}

async function serialize(output: 'json' | 'yaml', value: object): Promise<string> {
  if (output === 'json') return `${JSON.stringify(value, null, 2)}\n`;
  const { stringify } = await import('yaml');
  return stringify(value, { lineWidth: 0 });
}
