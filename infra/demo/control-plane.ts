import path from 'node:path';
import { API_VERSION, NAMESPACE } from '../../domain/kinds/group.ts';
import type { DrayCommand, DrayCommands } from './commands.ts';
import { commandLine, createDray, type Dray } from './dray.ts';
import type { Ground } from './ground.ts';
import { makeOperator } from './operator.ts';
import { requireFreePort, startServer, type Server } from './server.ts';
import type { Setting } from './setting.ts';

/** A server that runs, and the command line that speaks to it. */
export interface ControlPlane {
  dray: Dray;
  /** What to tell the reader when the server has ended by itself; undefined while it runs. */
  whyGone: Server['whyGone'];
  stop: () => Promise<void>;
}

const TOKEN_LIMIT_MS = 30_000;

/** Before anything that takes long: the port that the server will need. */
export async function checkPort({ options, signal, folder }: Setting): Promise<void> {
  await requireFreePort({ port: options.port, pidFile: pidFileIn(folder), signal });
}

function pidFileIn(folder: string): string {
  return path.join(folder, 'serve.pid');
}

/** Installs Drayage into the target, starts `dray serve` on this machine, registers clusters and bucket. */
export async function raiseControlPlane(
  ground: Ground,
  commands: DrayCommands,
  setting: Setting,
): Promise<ControlPlane> {
  const { signal } = setting;
  await createDray(process.env, signal).must(commands.install.args);
  const host = ground.target.cluster;
  const token = await makeOperator(host, { signal, limitMs: TOKEN_LIMIT_MS });
  const server = await startServing(commands.serve, setting);
  const env = { ...process.env, DRAY_SERVER: server.url, DRAY_TOKEN: token };
  const dray = createDray(env, signal);
  try {
    await register('MigCluster', ground.target.name, commands.addTarget, { ground, dray });
    await register('MigCluster', ground.source.name, commands.addSource, { ground, dray });
    await register('MigStorage', 'demo', commands.addStorage, { ground, dray });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { dray, whyGone: server.whyGone, stop: server.stop };
}

async function startServing(serve: DrayCommand, setting: Setting): Promise<Server> {
  const { options, progress, signal, folder } = setting;
  const args = [...serve.args, '--port', String(options.port)];
  const logFile = path.join(folder, 'serve.log');
  setting.say(`\n$ ${commandLine(args)} > ${path.relative(process.cwd(), logFile)} &`);
  return progress.step('Starting server, controller and worker', () =>
    startServer({
      ...{ args, logFile, signal },
      port: options.port,
      pidFile: pidFileIn(folder),
    }),
  );
}

/** Shows and runs the command, unless an earlier demo did. */
async function register(
  kind: 'MigCluster' | 'MigStorage',
  name: string,
  command: DrayCommand,
  { ground, dray }: { ground: Ground; dray: Dray },
): Promise<void> {
  const key = { apiVersion: API_VERSION, kind, name, namespace: NAMESPACE };
  const known = await ground.target.cluster.get(key);
  if (known === undefined) await dray.must(command.args, command.env);
  else dray.mention(command.args, 'registered by an earlier run');
}
