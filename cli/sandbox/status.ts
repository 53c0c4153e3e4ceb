import { readSandbox, type SandboxStatus, sandboxStatus } from '../../infra/sandbox/lifecycle.ts';
import { describeVersions, type RunningVersions } from '../../infra/sandbox/versions.ts';
import { formatTable } from '../columns.ts';
import { CommandError } from '../command-error.ts';
import type { Session } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printOne } from '../output.ts';

/** Shows what runs; something that is not healthy is a failure, so that scripts can ask. */
export async function showSandbox(session: Session): Promise<ExitCode> {
  const { state, ...status } = await sandboxStatus();
  if (state === undefined && status.daemons.length === 0) throw noSandbox();
  const { version, versions } = state ?? {};
  const view = {
    name: 'sandbox',
    ...(version === undefined ? {} : { version }),
    ...(versions === undefined ? {} : { versions }),
    ...status,
  };
  await printOne(session, 'Sandbox', view, describeStatus);
  return status.healthy ? EXIT.ok : EXIT.failed;
}

/** The path of a kubeconfig with all rights on the cluster. */
export async function findKubeconfig(cluster: 'source' | 'target'): Promise<string> {
  const state = await readSandbox();
  if (state === undefined) throw noSandbox();
  return state.clusters[cluster].kubeconfig;
}

/** One line per process, one per node that is not ready, and the versions of one that was finished. */
export function describeStatus({
  daemons,
  nodeProblems,
  versions,
}: Pick<SandboxStatus, 'daemons' | 'nodeProblems'> & { versions?: RunningVersions }): string {
  const nodes = Object.entries(nodeProblems).map(([owner, problem]) => ({
    owner,
    name: 'node',
    problem,
  }));
  const table = formatTable(
    [
      { title: 'CLUSTER', value: ({ owner }) => owner },
      { title: 'WHAT', value: ({ name }) => name },
      { title: 'PID', value: ({ pid }) => (pid === undefined ? undefined : String(pid)) },
      { title: 'STATE', value: ({ problem }) => problem ?? 'ready' },
    ],
    [...daemons, ...nodes] as { owner: string; name: string; pid?: number; problem?: string }[],
  );
  return versions === undefined ? table : `${table}${describeVersions(versions)}\n`;
}

function noSandbox(): CommandError {
  return new CommandError({
    exitCode: EXIT.notFound,
    detail: 'there is no sandbox',
    hint: 'dray sandbox up makes one.',
  });
}
