import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { type ClusterLayout, paths } from './layout.ts';
import { type HttpAnswer, httpGet } from './probe.ts';
import { SandboxFailure } from './sandbox-failure.ts';
import { logFile } from './daemon-records.ts';

/** The part of a Node that says whether pods can run on it. */
interface NodeObject {
  status?: { conditions?: { type: string; status: string; message?: string }[] };
}

/** Why no pod can run in this cluster yet, in the words of its node; undefined when one can. */
export async function whyNodeNotReady(cluster: ClusterLayout): Promise<string | undefined> {
  try {
    const [node, account] = await Promise.all([
      ask(cluster, `/api/v1/nodes/${cluster.name}`),
      // Made by a controller a moment after the namespace; pods without it are refused.
      ask(cluster, '/api/v1/namespaces/default/serviceaccounts/default'),
    ]);
    if (node.status === 404) return 'the kubelet has not registered its node';
    if (node.status !== 200) return `HTTP ${node.status} for the node`;
    if (account.status !== 200) return 'the default service account is missing';
    return readinessProblem(JSON.parse(node.body) as NodeObject);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export function readinessProblem(node: NodeObject): string | undefined {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status === 'True') return undefined;
  return ready?.message ?? 'the kubelet has not reported its status';
}

export async function awaitNodeReady(
  cluster: ClusterLayout,
  signal: AbortSignal,
  limitSeconds = 90,
): Promise<void> {
  const deadline = Date.now() + limitSeconds * 1000;
  for (;;) {
    const reason = await whyNodeNotReady(cluster);
    signal.throwIfAborted();
    if (reason === undefined) return;
    if (Date.now() > deadline) {
      throw new SandboxFailure(`Node ${cluster.name} was not Ready after ${limitSeconds} s`, {
        found: reason,
        hint: `See ${logFile({ owner: cluster.name, name: 'kubelet' })}`,
      });
    }
    await sleep(100, undefined, { signal });
  }
}

async function ask(cluster: ClusterLayout, path: string): Promise<HttpAnswer> {
  const pem = (file: string) => readFile(paths.pki(cluster, file), 'utf8');
  const [ca, cert, key] = await Promise.all([pem('ca.crt'), pem('admin.crt'), pem('admin.key')]);
  return httpGet(`${cluster.apiUrl}${path}`, { ca, cert, key });
}
