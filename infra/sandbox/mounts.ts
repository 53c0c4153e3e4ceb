import { readFile } from 'node:fs/promises';

import { tryCommand } from './command.ts';
import { STATE_DIR } from './layout.ts';

/**
 * Mount points at or below a directory, from the text of /proc/self/mounts, deepest and latest
 * first: the order in which they can be unmounted. The kernel writes blanks as octal escapes.
 */
export function mountsBelow(table: string, directory: string): string[] {
  return table
    .split('\n')
    .map((line) => unescapeOctal(line.split(' ')[1] ?? ''))
    .filter((point) => point === directory || point.startsWith(`${directory}/`))
    .reverse();
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

/** What is mounted below the state directory now. */
export async function findSandboxMounts(): Promise<string[]> {
  return mountsBelow(await readFile('/proc/self/mounts', 'utf8'), STATE_DIR);
}

/** Unmounts everything below the state directory; answers what could not be. */
export async function unmountSandbox(): Promise<string[]> {
  for (const point of await findSandboxMounts()) {
    const { code } = await tryCommand(['umount', point]);
    // Busy by somebody outside (a shell that stands in a volume): detach, the kernel frees it later.
    if (code !== 0) await tryCommand(['umount', '--lazy', point]);
  }
  return findSandboxMounts();
}
