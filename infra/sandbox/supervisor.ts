import { spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { makeCgroups } from './cgroups.ts';
import { type DaemonRecord, logFile, writeRecord } from './daemon-records.ts';
import type { Daemon } from './daemons/daemon.ts';
import { writeFiles } from './files.ts';
import { CLUSTERS, STATE_DIR, netnsPath, paths } from './layout.ts';
import { whyNotReady } from './probe.ts';
import { MARKER, awaitExit, identify, isAlive, signalProcess } from './processes.ts';
import { SandboxFailure } from './sandbox-failure.ts';
import { together } from './together.ts';

/**
 * The command line around a daemon. A small shell moves itself into the groups of the owner and
 * then becomes nsenter, which enters the network namespace and becomes the daemon: one pid, ours
 * to record, from the first moment. Not `ip netns exec`, which remounts /sys.
 */
export function launchCommand(daemon: Daemon, procsFiles: readonly string[]): string[] {
  const join = 'while [ "$1" != -- ]; do echo $$ > "$1" || exit 1; shift; done; shift; exec "$@"';
  const enter =
    daemon.owner === 'host' ? [] : ['nsenter', `--net=${netnsPath(CLUSTERS[daemon.owner])}`, '--'];
  // prettier-ignore
  return ['/bin/sh', '-c', join, 'launch', ...procsFiles, '--', ...enter, daemon.program,
    ...daemon.args];
}

/**
 * Starts a daemon in a session of its own, so that it outlives us and our terminal, and waits until
 * it is ready for its users.
 */
export async function startDaemon(daemon: Daemon, signal?: AbortSignal): Promise<DaemonRecord> {
  await writeFiles(daemon.files);
  await Promise.all(
    [paths.logs, ...(daemon.directories ?? [])].map((dir) =>
      mkdir(dir, { recursive: true, mode: 0o700 }),
    ),
  );
  signal?.throwIfAborted();
  const record = await launch(daemon);
  await awaitReady(record, signal);
  return record;
}

async function launch(daemon: Daemon): Promise<DaemonRecord> {
  const [file = '', ...args] = launchCommand(daemon, await makeCgroups(daemon.owner));
  const log = await open(logFile(daemon), 'a', 0o600);
  try {
    const child = spawn(file, args, {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: environment(daemon),
    });
    child.on('error', () => undefined); // /bin/sh always exists; its story is in the log.
    child.unref();
    const identity = child.pid === undefined ? undefined : await identify(child.pid);
    if (!identity) throw await failure(daemon, 'ended at once');
    const record = { ...identity, daemon };
    await writeRecord(record);
    return record;
  } finally {
    await log.close();
  }
}

/** Little of ours: a proxy of the user's, for instance, must not stand between two daemons. */
function environment(daemon: Daemon): NodeJS.ProcessEnv {
  const [name = '', value] = MARKER.split('=');
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: STATE_DIR,
    [name]: value,
    ...daemon.env,
  };
}

async function awaitReady(record: DaemonRecord, signal?: AbortSignal): Promise<void> {
  const { daemon } = record;
  const deadline = Date.now() + daemon.limitSeconds * 1000;
  for (;;) {
    const reason = await whyNotReady(daemon.ready);
    signal?.throwIfAborted();
    const alive = await isAlive(record);
    // The probe may have been answered by somebody else, who took the port before.
    if (!alive) throw await failure(daemon, 'ended before it was ready');
    if (reason === undefined) return;
    if (Date.now() > deadline) {
      throw await failure(daemon, `was not ready after ${daemon.limitSeconds} s (${reason})`);
    }
    await sleep(50, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

async function failure(daemon: Daemon, what: string): Promise<SandboxFailure> {
  const log = await readFile(logFile(daemon), 'utf8').catch(() => '');
  return new SandboxFailure(`${daemon.name} of ${daemon.owner} ${what}`, {
    found: log.trimEnd().split('\n').slice(-12).join('\n'),
    hint: `${daemon.hint} The whole log: ${logFile(daemon)}`,
  });
}

/**
 * Starts daemons in the order their `after` asks for, and all that do not wait for each other at
 * once. The first failure stops the rest, and is the one reported.
 */
export async function startDaemons(
  daemons: readonly Daemon[],
  options: { signal?: AbortSignal | undefined; onWaiting?: (names: string) => void } = {},
): Promise<void> {
  const started = new Map<string, Promise<void>>();
  const waiting = new Set(daemons.map(({ name }) => name));
  const tell = () => waiting.size > 0 && options.onWaiting?.([...waiting].join(', '));
  tell();
  const startOnce = (daemon: Daemon, signal: AbortSignal): Promise<void> => {
    const start = async () => {
      const before = daemons.filter(({ name }) => daemon.after.includes(name));
      await Promise.all(before.map((other) => startOnce(other, signal)));
      signal.throwIfAborted();
      await startDaemon(daemon, signal);
      waiting.delete(daemon.name);
      tell();
    };
    const promise = started.get(daemon.name) ?? start();
    started.set(daemon.name, promise);
    return promise;
  };
  await together(
    daemons.map((daemon) => (signal) => startOnce(daemon, signal)),
    options.signal,
  );
}

/** Ends a daemon now, without a chance to say goodbye, and waits until it is gone. */
export async function killDaemon(record: DaemonRecord): Promise<void> {
  await signalProcess(record, 'SIGKILL');
  if (await awaitExit(record, 5000)) return;
  throw new SandboxFailure(`${record.daemon.name} (pid ${record.pid}) survived SIGKILL for 5 s`, {
    hint: 'It hangs inside the kernel, mostly on a disk; look at /proc/<pid>/stack.',
  });
}
