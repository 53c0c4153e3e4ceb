import { readFile, readdir, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { removeCgroups } from './cgroups.ts';
import { CLUSTERS, STATE_DIR } from './layout.ts';
import { leftovers } from './leftovers.ts';
import { restoreMachine } from './machine.ts';
import { unmountSandbox } from './mounts.ts';
import { removeNetwork } from './network.ts';
import { findSandboxProcesses, signalProcess } from './processes.ts';
import { SandboxFailure } from './sandbox-failure.ts';
import { readDaemons } from './daemon-records.ts';

/**
 * Takes everything away, in the one order that works: first who could make something new, then
 * what they hold, then what holds the rest. Each step looks at the machine and not at our records,
 * so it does not matter how far an `up` had come, or how it ended.
 */
export async function tearDown(): Promise<void> {
  await killProcesses();
  const mounts = await unmountSandbox();
  if (mounts.length > 0) throw stuck('is still mounted', mounts);
  await removeShimSockets();
  await Promise.all([removeCgroups(), removeNetwork()]);
  await restoreMachine();
  await rm(STATE_DIR, { recursive: true, force: true });
  const left = await leftovers();
  if (left.length > 0) {
    throw stuck(
      'could not be removed',
      left.map(({ kind, name }) => `${kind} ${name}`),
    );
  }
}

/**
 * Kills until none is left: a process that is just being made is found in the next round. No
 * graceful end, because nothing that these processes keep will be read again.
 */
async function killProcesses(limitMs = 15_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  const records = await readDaemons().catch(() => []);
  for (const record of records) await signalProcess(record, 'SIGKILL');
  for (;;) {
    const alive = await findSandboxProcesses();
    if (alive.length === 0) return;
    if (Date.now() > deadline) {
      throw stuck(
        'survived SIGKILL',
        alive.map(({ pid, command }) => `${pid} ${command}`),
      );
    }
    await Promise.all(alive.map((process) => signalProcess(process, 'SIGKILL')));
    await sleep(50);
  }
}

/** A killed shim leaves its socket in /run/containerd/s; its bundle says which one it was. */
async function removeShimSockets(): Promise<void> {
  for (const { dir } of Object.values(CLUSTERS)) {
    const tasks = `${dir}/containerd/state/io.containerd.runtime.v2.task/k8s.io`;
    for (const id of await readdir(tasks).catch(() => [])) {
      const address = await readFile(`${tasks}/${id}/address`, 'utf8').catch(() => '');
      const socket = address.trim().replace('unix://', '');
      if (socket.startsWith('/run/containerd/s/')) await rm(socket, { force: true });
    }
  }
}

function stuck(what: string, found: readonly string[]): SandboxFailure {
  return new SandboxFailure(`Something of the sandbox ${what}`, {
    found: found.join('\n'),
    hint: 'Run `dray sandbox down` again; what hangs inside the kernel goes with a reboot.',
  });
}
