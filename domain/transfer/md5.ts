import { md5 as digest } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * MD5 of a text in UTF-8, as 32 hexadecimal digits: MTC labels and names objects with it, so it is part of the
 * contract. It names things; nothing is kept secret or safe by it. Not node:crypto, since this runs in workflows.
 */
export function md5(text: string): string {
  return bytesToHex(digest(utf8ToBytes(text)));
}
