import { freezeDaemon, startDaemon, stopDaemon, thawDaemon } from './faults.ts';
import { CLUSTERS, type Owner, isClusterName, paths } from './layout.ts';
import { leftovers } from './leftovers.ts';
import { sandboxDown, sandboxUp } from './lifecycle.ts';
import { createProgress } from './progress.ts';
import { SandboxFailure } from './sandbox-failure.ts';
import { sandboxStatus } from './status.ts';
import { describeVersions } from './versions.ts';

const USAGE = `usage: node infra/sandbox/main.ts COMMAND
  up                            bring the sandbox up, or find it up
  down                          take it away, with everything in it
  status                        what runs, and what is wrong with it
  kubeconfig source|target      the path of a cluster's kubeconfig
  leftovers                     all that is on this machine because of the sandbox
  stop|start|freeze|thaw OWNER DAEMON    e.g. stop target kube-apiserver
`;

/** Exit codes: 0 done, 1 failed or unhealthy, 2 wrong usage, 130 interrupted. */
async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const [command = '', ...rest] = args;
  const known = commands[command];
  if (!known) {
    process.stderr.write(USAGE);
    return 2;
  }
  return known(rest, signal);
}

type Command = (args: readonly string[], signal: AbortSignal) => Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  up: async (_, signal) => {
    const state = await sandboxUp({ signal, progress: createProgress() });
    print(
      ...Object.values(state.clusters).map(
        ({ name, kubeconfig }) => `${name.padEnd(8)} KUBECONFIG=${kubeconfig}`,
      ),
      `temporal ${state.temporal.address}, ${state.temporal.uiUrl}`,
      `s3       ${state.s3.endpoint}`,
      `registry ${state.registry}`,
    );
    return 0;
  },
  down: async (_, signal) => {
    await sandboxDown({ signal, progress: createProgress() });
    return 0;
  },
  status: async () => {
    const { state, daemons, nodeProblems, healthy } = await sandboxStatus();
    print(
      state
        ? `version ${state.version}: ${describeVersions(state.versions)}`
        : 'no finished sandbox',
    );
    for (const { owner, name, pid, problem } of daemons) {
      print(`${owner.padEnd(7)} ${name.padEnd(24)} ${String(pid).padEnd(8)} ${problem ?? 'ready'}`);
    }
    for (const [cluster, problem] of Object.entries(nodeProblems)) {
      print(`${cluster.padEnd(7)} ${'node'.padEnd(24)} ${''.padEnd(8)} ${problem}`);
    }
    return healthy ? 0 : 1;
  },
  kubeconfig: async ([cluster = '']) => {
    if (!isClusterName(cluster)) return usage();
    print(paths.kubeconfig(CLUSTERS[cluster]));
    return Promise.resolve(0);
  },
  leftovers: async () => {
    const left = await leftovers();
    print(...left.map(({ kind, name }) => `${kind.padEnd(10)} ${name}`));
    return left.length === 0 ? 0 : 1;
  },
  stop: onDaemon(stopDaemon),
  start: onDaemon(startDaemon),
  freeze: onDaemon(freezeDaemon),
  thaw: onDaemon(thawDaemon),
};

function onDaemon(act: (owner: Owner, name: string) => Promise<void>): Command {
  return async ([owner = '', name = '']) => {
    if (owner !== 'host' && !isClusterName(owner)) return usage();
    await act(owner, name);
    return 0;
  };
}

function usage(): number {
  process.stderr.write(USAGE);
  return 2;
}

function print(...lines: string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/** The first Ctrl-C asks to stop and clean up; a second one, in a hurry, ends us at once. */
function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => controller.abort(new Error('interrupted')));
  }
  return controller.signal;
}

// `leftovers | head` ends reading early; that is no failure of ours.
process.stdout.on('error', () => undefined);
const signal = interruptSignal();
try {
  process.exitCode = await main(process.argv.slice(2), signal);
} catch (error) {
  const story = error instanceof SandboxFailure ? error.explain() : error;
  process.stderr.write(signal.aborted ? 'Interrupted.\n' : `${String(story)}\n`);
  process.exitCode = signal.aborted ? 130 : 1;
}
