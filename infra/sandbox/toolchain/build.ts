import { createHash } from 'node:crypto';
import { access, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { cacheDir, fillCacheDir } from '../cache.ts';
import { takeLock } from '../lock.ts';
import type { Report } from '../progress.ts';
import type { ToolModule } from './catalog.ts';
import { followBuild } from './go-progress.ts';
import { GO_FLAGS, runGo } from './go.ts';

const toolsDir = join(import.meta.dirname, '..', 'tools');

/** The folder with the go.mod and go.sum that pin a module's programs. */
export function sourceDir(module: ToolModule): string {
  return join(toolsDir, module.folder);
}

function linkerFlags(module: ToolModule): string {
  const stamps = Object.entries(module.stamps ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  return ['-s', '-w', ...stamps].join(' ');
}

/** Everything a build's result depends on, as one short word. */
export function buildKey(
  module: ToolModule,
  pins: { goMod: string; goSum: string; goVersion: string },
): string {
  const parts = [
    pins.goMod,
    pins.goSum,
    pins.goVersion,
    GO_FLAGS.join(' '),
    linkerFlags(module),
    JSON.stringify(module.programs),
  ];
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}

/** Where a module's programs are kept: another pin, flag or compiler means another directory. */
export async function toolCacheDir(module: ToolModule, signal?: AbortSignal): Promise<string> {
  const cwd = sourceDir(module);
  const [goMod, goSum, goVersion] = await Promise.all([
    readFile(join(cwd, 'go.mod'), 'utf8'),
    readFile(join(cwd, 'go.sum'), 'utf8'),
    runGo(['version'], `Building ${module.title}`, { cwd: toolsDir, signal }),
  ]);
  const key = buildKey(module, { goMod, goSum, goVersion });
  return join(cacheDir(), 'tools', `${module.folder}-${key}`);
}

/** A module's programs in a cache directory, when they are there. */
export async function findBuilt(
  module: ToolModule,
  dir: string,
): Promise<Record<string, string> | undefined> {
  const names = Object.keys(module.programs);
  const files = Object.fromEntries(names.map((name) => [name, join(dir, name)]));
  return access(dir).then(
    () => files,
    () => undefined,
  );
}

/**
 * Compiles a module's programs into the cache. One build at a time on a machine: compilers take
 * all cores as it is, and two processes would often build the very same thing.
 */
export async function buildModule(
  module: ToolModule,
  dir: string,
  { report, signal }: { report: Report; signal?: AbortSignal | undefined },
): Promise<Record<string, string>> {
  const lock = await takeLock({
    file: join(cacheDir(), 'tools.lock'),
    purpose: `building ${module.title}`,
    onWait: (holder) => report(`waiting for another build (${holder})`),
    ...(signal && { signal }),
  });
  try {
    const built = await findBuilt(module, dir);
    if (built) return built;
    await fillCacheDir(dir, (workDir) => compile(module, workDir, { report, signal }));
    return Object.fromEntries(Object.keys(module.programs).map((name) => [name, join(dir, name)]));
  } finally {
    await lock.release();
  }
}

async function compile(
  module: ToolModule,
  workDir: string,
  { report, signal }: { report: Report; signal?: AbortSignal | undefined },
): Promise<void> {
  const doing = `Building ${module.title}`;
  const mainPackages = Object.values(module.programs);
  report('listing packages');
  const downloads = followBuild({ totalPackages: 0, mainPackages });
  const packages = await runGo(['list', '-deps', ...mainPackages], doing, {
    cwd: sourceDir(module),
    signal,
    onErrorLine: (line) => {
      downloads.line(line);
      report(downloads.describe());
    },
  });
  const build = followBuild({ totalPackages: packages.trim().split('\n').length, mainPackages });
  report(build.describe());
  await runGo(
    ['build', '-v', '-ldflags', linkerFlags(module), '-o', `${workDir}/`, ...mainPackages],
    doing,
    {
      cwd: sourceDir(module),
      signal,
      onErrorLine: (line) => {
        build.line(line);
        report(build.describe());
      },
    },
  );
  for (const [program, mainPackage] of Object.entries(module.programs)) {
    await rename(join(workDir, defaultName(mainPackage)), join(workDir, program));
  }
}

/** How `go build` calls a program: by its folder, or the one above a major version suffix. */
export function defaultName(mainPackage: string): string {
  const isVersion = /^v\d+$/.test(basename(mainPackage));
  return basename(isVersion ? dirname(mainPackage) : mainPackage);
}
