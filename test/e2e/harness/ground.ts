import type { Cluster } from '../../../clients/kube/cluster.ts';
import { type ExistingGround, readExistingGround } from '../../../infra/demo/existing-ground.ts';
import {
  connectExisting,
  type Ground as DemoGround,
  groundOfSandbox,
  type Site,
} from '../../../infra/demo/ground.ts';
import { fingerprint } from '../../../infra/sandbox/fingerprint.ts';
import { sandboxUp } from '../../../infra/sandbox/lifecycle.ts';
import { createPlainProgress } from '../../../infra/sandbox/progress/plain.ts';
import { type SandboxState, readSandbox } from '../../../infra/sandbox/state.ts';
import { sandboxStatus } from '../../../infra/sandbox/status.ts';
import { chooseHookRunnerImage, chooseMoverImage } from '../../../workers/config.ts';
import { sandboxFallbacks } from '../../../workers/host.ts';
import { runDray } from './dray.ts';
import { waitUntil } from './wait.ts';

/** Two real clusters with Velero, an S3 server, perhaps Temporal; the target is the host cluster. */
export interface Ground extends Pick<DemoGround, 's3' | 'temporal'> {
  source: Cluster;
  target: Cluster;
  /** The same clusters as the demo's application and its client see them. */
  sites: Record<Site['name'], Site>;
  /** References that both clusters can pull. */
  images: Record<'busybox' | 'hookRunner' | 'mover' | 'postgres' | 'web', string>;
}

/** Another test may have a daemon stopped for a moment; that is no reason to make the sandbox anew. */
const RECOVERY_MS = 60_000;

/** The clusters to be used instead of the sandbox, when such are named. */
export const EXISTING = readExistingGround(process.env);

/** Connects to the clusters that are named, or brings the sandbox up; installs this version's kinds and roles. */
export async function raiseGround(): Promise<Ground> {
  const ground = EXISTING === undefined ? await sandboxGround() : await existingGround(EXISTING);
  const installed = await runDray(['install', '--kubeconfig', ground.sites.target.kubeconfig]);
  if (installed.code !== 0) throw new Error(`dray install: ${installed.stderr}`);
  return ground;
}

async function sandboxGround(): Promise<Ground> {
  const sandbox = (await presentSandbox()) ?? (await newSandbox());
  const ground = await groundOfSandbox(sandbox);
  const { busybox, mover } = sandbox.images;
  const hookRunner = chooseHookRunnerImage(process.env, {
    hookRunnerImage: sandbox.images['hook-runner'],
  });
  return { ...groundOf(ground), images: { ...ground.images, busybox, hookRunner, mover } };
}

async function existingGround(existing: ExistingGround): Promise<Ground> {
  const ground = await connectExisting(existing);
  const fallbacks = await sandboxFallbacks(ground.target.cluster);
  const mover = chooseMoverImage(process.env, fallbacks);
  const hookRunner = chooseHookRunnerImage(process.env, fallbacks);
  // The web front runs busybox, and so do the small applications.
  const busybox = ground.images.web;
  return { ...groundOf(ground), images: { ...ground.images, busybox, hookRunner, mover } };
}

function groundOf({ source, target, images: _, ...rest }: DemoGround): Omit<Ground, 'images'> {
  return { ...rest, source: source.cluster, target: target.cluster, sites: { source, target } };
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
