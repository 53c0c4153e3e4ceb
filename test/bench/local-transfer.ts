import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DATA_PATH, MODULE, RSYNC_PORT } from '../../domain/transfer/layout.ts';
import { daemonConfig } from '../../domain/transfer/manifests/daemon.ts';
import { passCommand, type PassKind } from '../../domain/transfer/rsync.ts';
import { endChild } from '../../infra/demo/child.ts';
import { runCommand, tryCommand } from '../../infra/sandbox/command.ts';
import { freePort } from '../e2e/harness/ports.ts';
import { waitUntil } from '../e2e/harness/wait.ts';
import { type Dataset, fillScript } from './dataset.ts';

/** The same bytes on the same disk, without clusters, pods and TLS. */
export interface LocalTransfer {
  initialSeconds: number;
  noopSeconds: number;
  copySeconds: number;
}

/** Copies a data set by an rsync daemon on loopback, with the flags of the product, and by `cp -a`. */
export async function measureLocal(directory: string, dataset: Dataset): Promise<LocalTransfer> {
  const [source, received, copied] = ['source', 'received', 'copied'].map((name) =>
    path.join(directory, name),
  ) as [string, string, string];
  try {
    await Promise.all([source, received, copied].map((made) => mkdir(made, { recursive: true })));
    const { script, environment } = fillScript(dataset, source);
    await runCommand(['sh', '-ec', script], { env: { ...process.env, ...environment } });
    const { initialSeconds, noopSeconds } = await measureDaemon(directory, source, received);
    await settleDisk();
    const copySeconds = await secondsOf(['cp', '-a', `${source}/.`, copied]);
    return { initialSeconds, noopSeconds, copySeconds };
  } finally {
    await rm(directory, { recursive: true, force: true });
    await settleDisk();
  }
}

/** What one measurement has written shall not be brought to the disk during the next. */
export async function settleDisk(): Promise<void> {
  await runCommand(['sync']);
}

async function measureDaemon(directory: string, source: string, received: string) {
  const port = await freePort();
  const daemon = await startDaemon(directory, received, port);
  try {
    const pass = (kind: PassKind) => secondsOf(localPass(kind, source, port));
    await settleDisk();
    const initialSeconds = await pass('initial');
    await settleDisk();
    const noopSeconds = await pass('final');
    return { initialSeconds, noopSeconds };
  } finally {
    await endChild(daemon);
  }
}

/** A pass as the product runs it; only the two ends are other ones. */
export function localPass(kind: PassKind, source: string, port: number): string[] {
  return [...passCommand({ kind }).slice(0, -2), `${source}/`, moduleUrl(port)];
}

function moduleUrl(port: number): string {
  return `rsync://127.0.0.1:${port}/${MODULE}/`;
}

async function startDaemon(directory: string, received: string, port: number) {
  const file = path.join(directory, 'rsyncd.conf');
  const config = daemonConfig()
    .replace(`port=${RSYNC_PORT}`, `port=${port}`)
    .replace(`path=${DATA_PATH}`, `path=${received}`)
    .replace('lock file=/tmp/rsyncd.lock', `lock file=${directory}/rsyncd.lock`);
  await writeFile(file, config);
  const daemon: ChildProcess = spawn('rsync', ['--daemon', '--no-detach', `--config=${file}`], {
    stdio: 'ignore',
    detached: true,
  });
  const answers = async (): Promise<true | undefined> => {
    const { code } = await tryCommand(['rsync', '--list-only', '--exclude=*', moduleUrl(port)]);
    return code === 0 ? true : undefined;
  };
  await waitUntil(answers, { what: `the rsync daemon at port ${port}`, limitMs: 10_000 });
  return daemon;
}

async function secondsOf(command: string[]): Promise<number> {
  const started = performance.now();
  await runCommand(command);
  return (performance.now() - started) / 1000;
}
