import { CLUSTERS, type ClusterName, type Owner } from './layout.ts';
import { whyNodeNotReady } from './node-ready.ts';
import { whyNotReady } from './probe.ts';
import { isAlive } from './processes.ts';
import { type SandboxState, readSandbox } from './state.ts';
import { type DaemonRecord, readDaemons } from './daemon-records.ts';

export interface DaemonStatus {
  owner: Owner;
  name: string;
  pid: number;
  running: boolean;
  /** Absent when it is ready. */
  problem?: string;
}

export interface SandboxStatus {
  /** Absent when there is no sandbox, or one that was never finished. */
  state?: SandboxState;
  daemons: DaemonStatus[];
  /** Absent for a cluster whose node is Ready. */
  nodeProblems: Partial<Record<ClusterName, string>>;
  healthy: boolean;
}

/** Looks at everything, in well under a second; asks nobody for the lock. */
export async function sandboxStatus(): Promise<SandboxStatus> {
  const [state, records] = await Promise.all([readSandbox(), readDaemons().catch(() => [])]);
  if (!state && records.length === 0) return { daemons: [], nodeProblems: {}, healthy: false };
  const [daemons, problems] = await Promise.all([
    Promise.all(records.map(daemonStatus)),
    Promise.all(
      Object.values(CLUSTERS).map(async (cluster) => [
        cluster.name,
        await whyNodeNotReady(cluster),
      ]),
    ),
  ]);
  const nodeProblems = Object.fromEntries(
    problems.filter(([, problem]) => problem !== undefined),
  ) as SandboxStatus['nodeProblems'];
  const ready = daemons.every(({ problem }) => problem === undefined);
  return {
    ...(state && { state }),
    daemons: daemons.sort((a, b) => (`${a.owner}/${a.name}` < `${b.owner}/${b.name}` ? -1 : 1)),
    nodeProblems,
    healthy: state !== undefined && ready && Object.keys(nodeProblems).length === 0,
  };
}

async function daemonStatus(record: DaemonRecord): Promise<DaemonStatus> {
  const { owner, name, ready } = record.daemon;
  const running = await isAlive(record);
  const problem = running ? await whyNotReady(ready) : 'not running';
  return { owner, name, pid: record.pid, running, ...(problem !== undefined && { problem }) };
}
