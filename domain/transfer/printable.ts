/** The escapes of a manifest, and how people read them. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\134': '\\\\',
  '\\011': '\\t',
  '\\012': '\\n',
  '\\015': '\\r',
};

/**
 * Text of a manifest, a character per byte, as people read it: UTF-8 where it is, `\xNN` where it
 * is not, `\n` for a newline. Two different names never look the same.
 */
export function printable(bytes: string): string {
  const text = bytes.replace(/\\(?:134|01[125])/g, (escape) => ESCAPES[escape] ?? escape);
  return text.replace(/[\x80-\xff]+/g, decoded).replace(/\p{Cc}/gu, escaped);
}

function decoded(run: string): string {
  const bytes = Uint8Array.from(run, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return run.replace(/./gs, hexadecimal);
  }
}

function hexadecimal(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** Characters that a terminal obeys; those beyond ASCII must not look like bytes that are no UTF-8. */
function escaped(control: string): string {
  const code = control.charCodeAt(0);
  return code < 0x80 ? hexadecimal(control) : `\\u${code.toString(16).padStart(4, '0')}`;
}
