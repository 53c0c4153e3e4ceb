import { randomBytes } from 'node:crypto';

/** A name that no earlier run used: `e2e-3k9xq2`. What is made under it is told from all that was there. */
export function freshName(): string {
  const number = randomBytes(4).readUInt32BE() % 36 ** 6;
  return `e2e-${number.toString(36).padStart(6, '0')}`;
}
