import { type DaemonRecord, readDaemon } from './daemon-records.ts';
import type { Owner } from './layout.ts';
import { signalProcess } from './processes.ts';
import { killDaemon, startDaemon as startAgain } from './supervisor.ts';

/**
 * Faults for tests: a daemon that is gone refuses connections; one that is frozen accepts them and
 * never answers. Both happen to real clusters, and clients break in different ways.
 * Owners and names are those of `sandbox status`: ('target', 'kube-apiserver'), ('host', 'temporal').
 */
export async function stopDaemon(owner: Owner, name: string): Promise<void> {
  await killDaemon(await readDaemon(owner, name));
}

/** Starts a stopped daemon as it was, and waits until it is ready; harmless when it runs. */
export async function startDaemon(owner: Owner, name: string, signal?: AbortSignal): Promise<void> {
  const record: DaemonRecord = await readDaemon(owner, name);
  // Also a frozen or broken one is made anew: afterwards it is ready, whatever it was.
  await killDaemon(record);
  await startAgain(record.daemon, signal);
}

export async function freezeDaemon(owner: Owner, name: string): Promise<void> {
  await signalProcess(await readDaemon(owner, name), 'SIGSTOP');
}

export async function thawDaemon(owner: Owner, name: string): Promise<void> {
  await signalProcess(await readDaemon(owner, name), 'SIGCONT');
}
