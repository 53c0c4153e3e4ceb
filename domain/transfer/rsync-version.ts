import type { FailureCode } from '../failures/table.ts';

/** The first version without the holes published until May 2026 (CVE-2026-43619 was the last). */
const LOWEST_VERSION = [3, 4, 3] as const;
const NEEDED_FEATURES = ['hardlinks', 'symlinks', 'symtimes', 'ACLs', 'xattrs', 'inplace'] as const;

export type RsyncVerdict =
  | { usable: true; version: string; zstd: boolean }
  | { usable: false; code: FailureCode; reason: string };

/**
 * Whether one end's rsync can be used, from the output of `rsync --version`. What is missing is
 * refused: rsync would fall back to md5 or zlib in silence, or leave attributes out.
 */
export function judgeRsync(output: string): RsyncVerdict {
  const version = /^rsync\s+version\s+v?(\d+)\.(\d+)\.(\d+)/m.exec(output);
  if (version === null) return unusable('it does not tell its version');

  const text = version.slice(1, 4).join('.');
  if (isOlder(version.slice(1, 4).map(Number))) {
    return unusable(`version ${text} is older than ${LOWEST_VERSION.join('.')}`);
  }
  const features = listOf(output, 'Capabilities', ',');
  const missing = NEEDED_FEATURES.filter((feature) => !features.includes(feature));
  if (missing.length > 0)
    return unusable(`version ${text} was built without ${missing.join(', ')}`);
  if (!listOf(output, 'Checksum list', ' ').includes('xxh128')) {
    return unusable(`version ${text} was built without xxh128`);
  }
  return {
    usable: true,
    version: text,
    zstd: listOf(output, 'Compress list', ' ').includes('zstd'),
  };
}

function unusable(reason: string): RsyncVerdict {
  return { usable: false, code: 'DRAY-3011', reason: `rsync: ${reason}` };
}

function isOlder(version: number[]): boolean {
  for (const [place, lowest] of LOWEST_VERSION.entries()) {
    const found = version[place] ?? 0;
    if (found !== lowest) return found < lowest;
  }
  return false;
}

/** The words below a heading, up to the next one; `no ACLs` is one word, so it is not `ACLs`. */
function listOf(output: string, heading: string, separator: string): string[] {
  const body = new RegExp(`^${heading}:\\n((?:[ \\t]+.*\\n?)+)`, 'm').exec(output)?.[1] ?? '';
  return body
    .replaceAll('\n', separator)
    .split(separator)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
