const UNITS = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 } as const;

/**
 * Bytes in both directions of all the runs of rsync whose output this is: `sent 1,234 bytes  received 56 bytes`, also
 * where `--human-readable` made `1.07G` of it.
 * @throws Error when there is no such line.
 */
export function wireBytes(output: string): number {
  const pattern = /^sent ([\d.,]+)([KMGTP]?) bytes\s+received ([\d.,]+)([KMGTP]?) bytes/gm;
  const found = [...output.matchAll(pattern)];
  if (found.length === 0) throw new Error(`rsync did not tell its bytes: ${output.slice(-500)}`);
  return found.reduce((sum, [, sent, unit, received, other]) => {
    return sum + bytesOf(sent, unit) + bytesOf(received, other);
  }, 0);
}

function bytesOf(number = '', unit = ''): number {
  const value = Number(number.replaceAll(',', ''));
  return Math.round(value * UNITS[unit as keyof typeof UNITS]);
}
