import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { tryLongCommand } from '../long-command.ts';
import type { ToolModule } from './catalog.ts';

/** A program that hangs when asked for its version is not one to rely on. */
const versionTimeoutMs = 10_000;

/** The first executable of that name on the PATH. */
export async function findOnPath(
  program: string,
  path = process.env['PATH'] ?? '',
): Promise<string | undefined> {
  for (const dir of path.split(delimiter).filter((entry) => entry.startsWith('/'))) {
    const file = join(dir, program);
    const executable = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return file;
  }
  return undefined;
}

/** Whether an output names exactly this version: 1.5.1 is neither in 1.5.10 nor in 11.5.1. */
export function namesVersion(output: string, version: string): boolean {
  return output.split(/[^\w.+-]+/).includes(version);
}

/**
 * Where all programs of a module are on this machine, when every one of them is installed in the
 * right version; undefined otherwise, since versions of one module must not be mixed.
 */
export async function findInstalled(
  module: ToolModule,
): Promise<Record<string, string> | undefined> {
  const { versionCheck } = module;
  if (!versionCheck) return undefined;
  const found: Record<string, string> = {};
  for (const program of Object.keys(module.programs)) {
    const file = await findOnPath(program);
    if (file === undefined) return undefined;
    const args = versionCheck.except?.[program] ?? versionCheck.args;
    const output = await tellVersion(file, args);
    if (!namesVersion(output, versionCheck.expect)) return undefined;
    found[program] = file;
  }
  return found;
}

async function tellVersion(file: string, args: readonly string[]): Promise<string> {
  try {
    const signal = AbortSignal.timeout(versionTimeoutMs);
    const { stdout, stderr } = await tryLongCommand([file, ...args], { signal });
    return `${stdout}\n${stderr}`;
  } catch {
    return '';
  }
}
