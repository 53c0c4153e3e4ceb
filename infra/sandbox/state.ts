import { readFile } from 'node:fs/promises';

import { type ClusterName, HOST_IP, REGISTRY, S3, TEMPORAL, paths } from './layout.ts';
import type { ImageName } from './images/spec.ts';
import { writeFileAtomically } from './files.ts';
import { DEFAULT_VERSIONS, type RunningVersions, runningVersions } from './versions.ts';

export interface ClusterInfo {
  name: ClusterName;
  nodeIp: string;
  /** `https://<nodeIp>:6443` */
  apiUrl: string;
  /** Absolute path of a kubeconfig with cluster-admin rights. */
  kubeconfig: string;
}

/** What `sandbox.json` holds: everything a user of the sandbox needs to reach it. */
export interface SandboxState {
  /** Fingerprint of what the sandbox is made of; another one means it must be made anew. */
  version: string;
  versions: RunningVersions;
  clusters: Record<ClusterName, ClusterInfo>;
  temporal: { address: string; uiUrl: string };
  s3: { endpoint: string; region: string; accessKey: string; secretKey: string; bucket: string };
  /** host:port of the registry, as it stands in image references. */
  registry: string;
  /** Full reference of each image, by its short name. */
  images: Record<ImageName, string>;
}

/** The part of the state that is the same for every sandbox. */
export const ENDPOINTS = {
  temporal: {
    address: `${TEMPORAL.ip}:${TEMPORAL.port}`,
    uiUrl: `http://${TEMPORAL.ip}:${TEMPORAL.uiPort}`,
  },
  s3: { endpoint: `http://${S3.ip}:${S3.port}`, region: S3.region, bucket: S3.bucket },
  registry: `${HOST_IP}:${REGISTRY.port}`,
} as const;

/** The state of the sandbox that is up, or undefined: there is none, or one was never finished. */
export async function readSandbox(): Promise<SandboxState | undefined> {
  try {
    const state = JSON.parse(await readFile(paths.state, 'utf8')) as Partial<SandboxState>;
    // One from before there was a choice says nothing of it.
    return { versions: runningVersions(DEFAULT_VERSIONS), ...state } as SandboxState;
  } catch {
    return undefined;
  }
}

/** The last act of `up`: whoever finds the file finds a finished sandbox. */
export async function writeSandbox(state: SandboxState): Promise<void> {
  await writeFileAtomically(paths.state, `${JSON.stringify(state, null, 2)}\n`, 0o600);
}
