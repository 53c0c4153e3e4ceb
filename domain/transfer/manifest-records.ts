import type { Section } from './xfer.ts';

/** What a section says of one path. Texts hold a character per byte, escaped as in the manifest. */
export interface PathRecord {
  path: string;
  /** By aspect: `mode`, `content`, `attribute user.k`, … */
  values: Map<string, string>;
}

/** Columns of a section, in the order of its lines; `path` is one of them. */
const COLUMNS: Readonly<Record<Exclude<Section, 'xattrs'>, readonly string[]>> = {
  entries: [
    'type',
    'mode',
    'owner',
    'group',
    'modification time',
    'size',
    'number of links',
    'path',
    'link target',
  ],
  devices: ['device numbers', 'path'],
  links: ['path', 'same file as'],
  contents: ['path', 'content'],
};

/** Reads a section path by path, sorted as in the manifest: by the bytes of the escaped path. */
export async function* readRecords(
  section: Section,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<PathRecord> {
  let record: PathRecord | undefined;
  for await (const line of readLines(chunks)) {
    const { path, values } = section === 'xattrs' ? parseAttribute(line) : parseLine(section, line);
    if (record !== undefined && record.path === path) {
      for (const [aspect, value] of values) record.values.set(aspect, value);
      continue;
    }
    if (record !== undefined) yield record;
    record = { path, values };
  }
  if (record !== undefined) yield record;
}

async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + byteText(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') throw new Error('the manifest ends in the middle of a line');
}

/** A character per byte. TextDecoder's latin1 is windows-1252, which is not that. */
function byteText(bytes: Uint8Array): string {
  let text = '';
  // The number of arguments of one call is limited.
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return text;
}

function parseLine(section: keyof typeof COLUMNS, line: string): PathRecord {
  const fields = line.split('\t');
  const columns = COLUMNS[section];
  if (fields.length !== columns.length) throw new Error(`not a line of ${section}: ${line}`);

  const values = new Map(columns.map((column, place) => [column, fields[place] ?? '']));
  const path = values.get('path') ?? '';
  values.delete('path');
  return { path, values };
}

function parseAttribute(line: string): PathRecord {
  const [, path, name, value] = /^([^\t]*)\t([^=]*)=?(.*)$/.exec(line) ?? [];
  if (path === undefined) throw new Error(`not a line of xattrs: ${line}`);
  return { path, values: new Map([[`attribute ${name ?? ''}`, value ?? '']]) };
}
