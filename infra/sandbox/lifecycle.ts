import { setTimeout as sleep } from 'node:timers/promises';

import { createSandbox } from './create.ts';
import { fingerprint } from './fingerprint.ts';
import { leftovers } from './leftovers.ts';
import { type Lock, takeLock } from './lock.ts';
import { readMachineFacts } from './machine-facts.ts';
import { findMissingPackages } from './packages.ts';
import { preflight, refuseFindings } from './preflight.ts';
import type { Progress } from './progress.ts';
import { SandboxFailure } from './sandbox-failure.ts';
import { type SandboxState, readSandbox } from './state.ts';
import { sandboxStatus } from './status.ts';
import { tearDown } from './teardown.ts';
import { type SandboxVersions, versionsOfEnvironment } from './versions.ts';

export { type Leftover, leftovers } from './leftovers.ts';
export { type ClusterInfo, type SandboxState, readSandbox } from './state.ts';
export { type SandboxStatus, sandboxStatus } from './status.ts';

export interface LifecycleOptions {
  progress: Progress;
  /** Stops an `up` and takes away what it had made so far; a `down` finishes what it began. */
  signal?: AbortSignal;
}

export interface UpOptions extends LifecycleOptions {
  /** @default what the environment asks for */
  versions?: SandboxVersions;
}

/**
 * Brings the sandbox up. One that is healthy and made of the same things is used as it is; anything
 * else that is found is taken down entirely first, whoever left it and in whatever state.
 * @throws SandboxFailure what went wrong, with the end of the log and what to do
 */
export async function sandboxUp(options: UpOptions): Promise<SandboxState> {
  const { progress, signal = new AbortController().signal } = options;
  const { versions = versionsOfEnvironment() } = options;
  requireRoot();
  const lock = await locked('dray sandbox up', options);
  try {
    const version = await fingerprint(versions);
    const usable = await findUsable(version, signal);
    if (usable) return usable;
    if ((await leftovers()).length > 0) {
      await progress.step('Taking the old sandbox down', tearDown);
    }
    signal.throwIfAborted();
    refuseFindings(preflight(await readMachineFacts(await findMissingPackages())));
    return await createOrClear({ version, versions }, progress, signal);
  } finally {
    await lock.release();
  }
}

/** Takes the sandbox and all traces of it away, including its volumes; fine when there is none. */
export async function sandboxDown(options: LifecycleOptions): Promise<void> {
  requireRoot();
  const lock = await locked('dray sandbox down', options);
  try {
    await options.progress.step('Taking the sandbox down', tearDown);
  } finally {
    await lock.release();
  }
}

/** How long a sandbox may be slow before it counts as broken: somebody's volumes are in it. */
const PATIENCE_MS = 10_000;

/** The sandbox that is up, if it is whole and made of what this version would make it of. */
async function findUsable(version: string, signal: AbortSignal): Promise<SandboxState | undefined> {
  if ((await readSandbox())?.version !== version) return undefined;
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { state, daemons, healthy } = await sandboxStatus();
    if (healthy) return state;
    const isBroken = daemons.some(({ running }) => !running);
    if (isBroken || Date.now() > deadline) return undefined;
    await sleep(500, undefined, { signal });
  }
}

/**
 * After a failure everything stays, for whoever wants to look; the next `up` begins anew. After an
 * interruption nobody wants to look, and nothing should go on running.
 */
async function createOrClear(
  what: Parameters<typeof createSandbox>[0],
  progress: Progress,
  signal: AbortSignal,
): Promise<SandboxState> {
  try {
    return await createSandbox(what, progress, signal);
  } catch (error) {
    if (signal.aborted) await progress.step('Interrupted: taking down what was made', tearDown);
    throw error;
  }
}

/** The lock of the machine; while somebody else holds it, the display says who. */
async function locked(purpose: string, { progress, signal }: LifecycleOptions): Promise<Lock> {
  const waiting = Promise.withResolvers<undefined>();
  const onWait = (holder: string) =>
    void progress.step(`Waiting for: ${holder}`, () => waiting.promise);
  try {
    return await takeLock({ purpose, onWait, ...(signal && { signal }) });
  } finally {
    waiting.resolve(undefined);
  }
}

/** Before anything else: without root even the lock file cannot be made. */
function requireRoot(): void {
  if (process.getuid?.() === 0) return;
  throw new SandboxFailure('The sandbox needs root: it makes network namespaces and mounts', {
    hint: 'Run the same command with sudo.',
  });
}
