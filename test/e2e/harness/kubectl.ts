import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { silentProgress } from '../../../infra/sandbox/progress.ts';
import { resolveTools } from '../../../infra/sandbox/toolchain/toolchain.ts';
import { EXISTING } from './ground.ts';
import type { Scene } from './scene.ts';

/** `kubectl apply` of a manifest, as it stands, into the namespace of the scene. */
export async function kubectlApply({ sites, name }: Scene, manifest: string): Promise<void> {
  // The sandbox built one of its own.
  const { kubectl } =
    EXISTING === undefined
      ? await resolveTools(['kubectl'], silentProgress)
      : { kubectl: 'kubectl' };
  const args = ['--kubeconfig', sites.target.kubeconfig, '-n', name, 'apply', '-f', '-'];
  const child = spawn(kubectl, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  const ended = once(child, 'close') as Promise<[number | null]>;
  child.stdin.end(manifest);
  const [stderr, [code]] = await Promise.all([text(child.stderr), ended]);
  if (code !== 0) throw new Error(`kubectl apply ended with ${String(code)}: ${stderr}`);
}
