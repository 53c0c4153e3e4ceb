import type { Progress } from '../progress.ts';
import type { SandboxVersions } from '../versions.ts';
import { buildModule, findBuilt, toolCacheDir } from './build.ts';
import { type ToolModule, type ToolName, moduleOf, modulesFor } from './catalog.ts';
import { findInstalled } from './installed.ts';

export type { ToolName } from './catalog.ts';

type Programs = Readonly<Record<string, string>>;

/** Programs that are found or being built; each can be waited for alone. */
export interface Toolchain {
  /** Absolute path of a program, as soon as it can be run. */
  tool(name: ToolName): Promise<string>;
  /** Paths of several, when the last of them can be run. */
  tools<N extends ToolName>(names: readonly N[]): Promise<Record<N, string>>;
}

/** Every program of a sandbox of these versions, in the order in which they are built. */
export function toolsFor(versions: SandboxVersions): ToolName[] {
  return modulesFor(versions).flatMap((module) => Object.keys(module.programs) as ToolName[]);
}

/**
 * Begins to look for, and where needed to build, the programs named. It returns at once, so that
 * clusters can start while the programs for later steps still compile. Builds run one after the
 * other, in the order of the names, and a failed one does not keep the next from being tried.
 * Aborting the signal ends the compiler.
 */
export function openToolchain(
  names: readonly ToolName[],
  progress: Progress,
  signal?: AbortSignal,
): Toolchain {
  const wanted = new Set(names.map(moduleOf));
  const provided = new Map<ToolModule, Promise<Programs>>();
  let previous: Promise<unknown> = Promise.resolve();
  for (const module of wanted) {
    const turn = previous;
    const programs = provide(module, { turn, progress, signal });
    // Whoever waits for a tool gets the failure; nobody may wait yet when it happens.
    previous = programs.catch(() => undefined);
    provided.set(module, programs);
  }

  const tool = async (name: ToolName): Promise<string> => {
    const programs = await provided.get(moduleOf(name));
    const file = programs?.[name];
    if (file === undefined) throw new Error(`${name} was not asked for when the toolchain opened`);
    return file;
  };
  return {
    tool,
    async tools<N extends ToolName>(some: readonly N[]) {
      const paths = await Promise.all(some.map(async (name) => [name, await tool(name)] as const));
      return Object.fromEntries(paths) as Record<N, string>;
    },
  };
}

/** The same, for callers that need all of them before they can do anything. */
export async function resolveTools<N extends ToolName>(
  names: readonly N[],
  progress: Progress,
  signal?: AbortSignal,
): Promise<Record<N, string>> {
  return openToolchain(names, progress, signal).tools(names);
}

interface Provision {
  /** Settles when the module before this one is done with the compiler. */
  turn: Promise<unknown>;
  progress: Progress;
  signal?: AbortSignal | undefined;
}

async function provide(
  module: ToolModule,
  { turn, progress, signal }: Provision,
): Promise<Programs> {
  const installed = await findInstalled(module);
  if (installed) return installed;
  const dir = await toolCacheDir(module, signal);
  const built = await findBuilt(module, dir);
  if (built) return built;
  await turn;
  signal?.throwIfAborted();
  const minutes = Math.ceil(module.coldSeconds / 60);
  return progress.step(
    `Building ${module.title} (first time only, about ${minutes} min)`,
    (report) => buildModule(module, dir, { report, signal }),
  );
}
