import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { STATE_DIR } from '../../infra/sandbox/layout.ts';
import { runCommand } from '../../infra/sandbox/command.ts';
import { formatBytes } from '../../infra/sandbox/progress/duration.ts';
import type { Scene } from '../e2e/harness/scene.ts';

/** Where and with what it was measured: name and value. */
export type Facts = readonly (readonly [name: string, value: string])[];

export async function machineFacts({ source, target }: Scene): Promise<Facts> {
  const [cpu] = os.cpus();
  const [rsync, fileSystem, kubernetes, temporal, openssl] = await Promise.all([
    firstLine(['rsync', '--version']),
    firstLine(['findmnt', '--noheadings', '--output', 'FSTYPE,SOURCE', '--target', STATE_DIR]),
    Promise.all([source, target].map((cluster) => cluster.version())),
    packageVersion('@temporalio/worker'),
    firstLine(['openssl', 'version']),
  ]);
  return [
    ['date', new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC'],
    ['processor', `${os.cpus().length} × ${cpu?.model.trim() ?? 'unknown'}`],
    ['memory', formatBytes(os.totalmem())],
    ['kernel', `${os.type()} ${os.release()}`],
    ['disk of the volumes', fileSystem.replace(/\s+/g, ' on ')],
    [
      'load before the start',
      os
        .loadavg()
        .map((load) => load.toFixed(2))
        .join(' '),
    ],
    ['Node.js', process.version],
    ['Temporal SDK', temporal],
    ['Kubernetes', [...new Set(kubernetes)].join(', ')],
    ['rsync', rsync.replace(/^rsync\s+version (\S+).*$/, '$1')],
    ['OpenSSL', openssl],
  ];
}

async function firstLine(command: string[]): Promise<string> {
  return (await runCommand(command)).split('\n')[0]?.trim() ?? '';
}

async function packageVersion(name: string): Promise<string> {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}
