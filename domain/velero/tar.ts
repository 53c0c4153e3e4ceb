/** A file in an archive. */
export interface ArchivedFile {
  path: string;
  content: Uint8Array;
}

const BLOCK = 512;

/** Where the fields of a header lie (POSIX.1-2001, ustar). */
const NAME = { from: 0, length: 100 };
const SIZE = { from: 124, length: 12 };
const TYPE = 156;
const MAGIC = { from: 257, length: 5 };
const PREFIX = { from: 345, length: 155 };

/**
 * The files of a tar archive, as Go writes it: ustar, with a pax header before what does not fit. An archive that
 * ends too early throws.
 */
export function* filesInTar(bytes: Uint8Array): Generator<ArchivedFile> {
  let pax: Readonly<Record<string, string>> = {};
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const size = Number(pax['size'] ?? Number.parseInt(text(header, SIZE), 8));
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size);
    if (content.length !== size) break;
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const type = String.fromCharCode(header[TYPE] ?? 0);
    if (type === 'x') {
      pax = paxRecords(content);
      continue;
    }
    if (type === '0' || type === '\0') yield { path: pax['path'] ?? pathOf(header), content };
    pax = {};
  }
  throw new Error('the archive ends in the middle of a file');
}

function pathOf(header: Uint8Array): string {
  const prefix = text(header, MAGIC) === 'ustar' ? text(header, PREFIX) : '';
  return prefix === '' ? text(header, NAME) : `${prefix}/${text(header, NAME)}`;
}

/** Lines `LENGTH KEY=VALUE`, where the length counts the bytes of all of the line. */
function paxRecords(content: Uint8Array): Record<string, string> {
  const records: [string, string][] = [];
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const length = Number(decode(content.subarray(at, space)));
    if (space < 0 || !Number.isSafeInteger(length) || length <= 0) {
      throw new Error('the archive has a header that cannot be read');
    }
    const line = decode(content.subarray(space + 1, at + length - 1));
    const equals = line.indexOf('=');
    records.push([line.slice(0, equals), line.slice(equals + 1)]);
    at += length;
  }
  return Object.fromEntries(records);
}

/** A field ends at the first zero, or where the next one begins. */
function text(header: Uint8Array, { from, length }: { from: number; length: number }): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return decode(end < 0 ? field : field.subarray(0, end));
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
