import type { Cluster, ExecResult } from '../clients/kube/cluster.ts';
import { failure } from '../domain/failures/failure.ts';
import { CONTAINERS, type TransferRole } from '../domain/transfer/layout.ts';
import type { TransferSpec } from '../domain/transfer/manifests/spec.ts';
import { namespaceOf } from '../domain/transfer/manifests/pod.ts';
import { transferNames } from '../domain/transfer/names.ts';
import {
  isStarted,
  parseStatus,
  type PassStatus,
  startCommand,
  statusCommand,
} from '../domain/transfer/xfer.ts';
import type { TransferEnds } from './transfer-pods.ts';

/** One end of a transfer, as commands see it. */
export interface Mover {
  readonly role: TransferRole;
  /** `cluster: Pod namespace/name`. */
  readonly object: string;
  /** Runs a short command and returns what it prints. */
  run(command: string[]): Promise<string>;
  /** As `run`, but an exit code other than 0 is no failure. */
  attempt(command: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }>;
  /** Starts a command that outlives this process; the same id is started once. Whether it was by this call. */
  start(id: string, command: string[]): Promise<boolean>;
  status(id: string): Promise<PassStatus>;
  /** The last lines of the tunnel's log: only they tell a wrong key from an absent peer. */
  tunnelLog(): Promise<string>;
  /** As `attempt`, in the container of the tunnel, which sees the configuration and nothing of the volume. */
  attemptInTunnel(command: string[]): Promise<ExecResult>;
}

const LOG_LINES = 30;

export function moverAt(role: TransferRole, ends: TransferEnds, spec: TransferSpec): Mover {
  const cluster: Cluster = role === 'sender' ? ends.source : ends.target;
  const namespace = namespaceOf(spec, role);
  const pod = transferNames(spec.volume)[role];
  const object = `${cluster.name}: Pod ${namespace}/${pod}`;
  const attempt = (command: string[]) =>
    cluster.exec({ namespace, pod, container: CONTAINERS[role], command });

  async function run(command: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await attempt(command);
    if (exitCode === 0) return stdout;
    const said = stderr.trim().slice(-500);
    const detail = `${command.slice(0, 3).join(' ')} ended with ${exitCode}: ${said}`;
    throw failure('DRAY-3012', { detail, object });
  }

  return {
    role,
    object,
    attempt,
    run,
    start: async (id, command) => isStarted(await run(startCommand(id, command))),
    status: async (id) => parseStatus(await run(statusCommand(id))),
    tunnelLog: () =>
      cluster.logs({ namespace, pod, container: CONTAINERS.tunnel, tailLines: LOG_LINES }),
    attemptInTunnel: (command) =>
      cluster.exec({ namespace, pod, container: CONTAINERS.tunnel, command }),
  };
}
