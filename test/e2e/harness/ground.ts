import type { Cluster } from '../../../clients/kube/cluster.ts';
import { connectCluster } from '../../../clients/kube/kube-cluster.ts';
import { configOfFile } from '../../../clients/kube/kube-config.ts';
import { fingerprint } from '../../../infra/sandbox/fingerprint.ts';
import { sandboxUp } from '../../../infra/sandbox/lifecycle.ts';
import { createPlainProgress } from '../../../infra/sandbox/progress/plain.ts';
import { type SandboxState, readSandbox } from '../../../infra/sandbox/state.ts';
import { sandboxStatus } from '../../../infra/sandbox/status.ts';
import { runDray } from './dray.ts';
import { waitUntil } from './wait.ts';

/** Two real clusters, an S3 server and Temporal; the target is the host cluster. */
export interface Ground {
  sandbox: SandboxState;
  source: Cluster;
  target: Cluster;
}

/** Another test may have a daemon stopped for a moment; that is no reason to make the sandbox anew. */
const RECOVERY_MS = 60_000;

/** Brings the sandbox up, unless it is up already, and installs this version's kinds and roles. */
export async function raiseGround(): Promise<Ground> {
  const sandbox = (await presentSandbox()) ?? (await newSandbox());
  const { source, target } = sandbox.clusters;
  const installed = await runDray(['install', '--kubeconfig', target.kubeconfig]);
  if (installed.code !== 0) throw new Error(`dray install: ${installed.stderr}`);
  return {
    sandbox,
    source: connectCluster('source', configOfFile(source.kubeconfig)),
    target: connectCluster('target', configOfFile(target.kubeconfig)),
  };
}

/** The one that is there, if it is made of the same things and gets well in time. */
async function presentSandbox(): Promise<SandboxState | undefined> {
  const state = await readSandbox();
  if (state === undefined || state.version !== (await fingerprint())) return undefined;
  const look = async (): Promise<SandboxState | undefined> => {
    const status = await sandboxStatus();
    return status.healthy ? status.state : undefined;
  };
  return waitUntil(look, { what: 'the sandbox to be healthy', limitMs: RECOVERY_MS }).catch(
    () => undefined,
  );
}

function newSandbox(): Promise<SandboxState> {
  return sandboxUp({ progress: createPlainProgress(process.stderr) });
}
