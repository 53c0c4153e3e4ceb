import { sandboxDown, sandboxUp, type SandboxState } from '../../infra/sandbox/lifecycle.ts';
import { createProgress, type Progress } from '../../infra/sandbox/progress.ts';
import {
  describeVersions,
  type SandboxVersions,
  versionsOfEnvironment,
} from '../../infra/sandbox/versions.ts';
import { formatTable } from '../columns.ts';
import type { Session } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printOne } from '../output.ts';
import { errorOfSandbox } from './failure.ts';

/** Brings the sandbox up; the first Ctrl-C asks to stop and to clean up, a second one ends at once. */
export async function raiseSandbox(
  session: Session,
  { sourceKubernetes, velero }: Partial<SandboxVersions>,
): Promise<ExitCode | undefined> {
  return interruptible(session, async (progress, signal) => {
    const versions = {
      ...versionsOfEnvironment(session.io.env),
      ...(sourceKubernetes === undefined ? {} : { sourceKubernetes }),
      ...(velero === undefined ? {} : { velero }),
    };
    const state = await sandboxUp({ progress, signal, versions });
    const view = { name: 'sandbox', ...state };
    await printOne(session, 'Sandbox', view, describeSandbox);
    session.io.err(
      'Next: export KUBECONFIG=$(dray sandbox kubeconfig target); dray install; dray serve\n',
    );
  });
}

export async function endSandbox(session: Session): Promise<ExitCode | undefined> {
  return interruptible(session, (progress, signal) => sandboxDown({ progress, signal }));
}

async function interruptible(
  { io }: Session,
  act: (progress: Progress, signal: AbortSignal) => Promise<void>,
): Promise<ExitCode | undefined> {
  const controller = new AbortController();
  const release = io.onInterrupt(() => controller.abort(new Error('interrupted')));
  try {
    await act(createProgress(), controller.signal);
    return undefined;
  } catch (error) {
    if (!controller.signal.aborted) throw errorOfSandbox(error);
    io.err('Interrupted.\n');
    return EXIT.detached;
  } finally {
    release();
  }
}

/** Where everything is. The keys of the object store are in `-o json` only. */
function describeSandbox({ clusters, temporal, s3, registry, versions }: SandboxState): string {
  const rows: [string, string][] = [
    ...Object.values(clusters).map(({ name, kubeconfig }): [string, string] => [name, kubeconfig]),
    ['temporal', `${temporal.address}, ${temporal.uiUrl}`],
    ['s3', `${s3.endpoint}, bucket ${s3.bucket}`],
    ['registry', registry],
  ];
  const table = formatTable(
    [
      { title: 'WHAT', value: ([what]) => what },
      { title: 'WHERE', value: ([, where]) => where },
    ],
    rows,
  );
  return `${table}${describeVersions(versions)}\n`;
}
