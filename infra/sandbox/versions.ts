import type { ClusterName } from './layout.ts';
import { SandboxFailure } from './sandbox-failure.ts';

/**
 * What a sandbox can be made of: the name that asks for a version, and the version. The first of each kind is the
 * default, with which nothing is built that the others need. Each has its pins in `tools/`.
 */
export const VERSIONS = {
  kubernetes: { '1.34': 'v1.34.4', '1.30': 'v1.30.14' },
  velero: { '1.16': 'v1.16.2', '1.18': 'v1.18.3' },
} as const;

export type KubernetesName = keyof (typeof VERSIONS)['kubernetes'];
export type VeleroName = keyof (typeof VERSIONS)['velero'];

/** The versions of one sandbox, by name; the target always has the default Kubernetes. */
export interface SandboxVersions {
  sourceKubernetes: KubernetesName;
  /** The same on both clusters. */
  velero: VeleroName;
}

export const KUBERNETES_NAMES = Object.keys(VERSIONS.kubernetes) as KubernetesName[];
export const VELERO_NAMES = Object.keys(VERSIONS.velero) as VeleroName[];

export const DEFAULT_VERSIONS: SandboxVersions = { sourceKubernetes: '1.34', velero: '1.16' };

const SOURCE_KUBERNETES = 'DRAY_SANDBOX_SOURCE_KUBERNETES';
const VELERO = 'DRAY_SANDBOX_VELERO';

/**
 * The versions that the environment asks for; what it says nothing about, or an empty word, is the default.
 * @throws SandboxFailure with the variable, what was found, and what there is
 */
export function versionsOfEnvironment(env: NodeJS.ProcessEnv = process.env): SandboxVersions {
  return {
    sourceKubernetes:
      chosen(SOURCE_KUBERNETES, env, KUBERNETES_NAMES) ?? DEFAULT_VERSIONS.sourceKubernetes,
    velero: chosen(VELERO, env, VELERO_NAMES) ?? DEFAULT_VERSIONS.velero,
  };
}

function chosen<N extends string>(
  variable: string,
  env: NodeJS.ProcessEnv,
  names: readonly N[],
): N | undefined {
  const asked = env[variable] ?? '';
  if (asked === '') return undefined;
  const name = names.find((known) => known === asked);
  if (name !== undefined) return name;
  throw new SandboxFailure(`${variable} names a version that the sandbox cannot be made of`, {
    found: `${variable}=${asked}`,
    hint: `Set it to ${names.join(' or ')}, or leave it out for ${names[0] ?? ''}.`,
  });
}

/** What a cluster of the sandbox is made of. */
export function kubernetesOf(cluster: ClusterName, versions: SandboxVersions): KubernetesName {
  return cluster === 'source' ? versions.sourceKubernetes : DEFAULT_VERSIONS.sourceKubernetes;
}

/** What runs, as everybody else calls it. */
export interface RunningVersions {
  kubernetes: { source: string; target: string };
  velero: string;
}

export function runningVersions(versions: SandboxVersions): RunningVersions {
  const version = (cluster: ClusterName) => VERSIONS.kubernetes[kubernetesOf(cluster, versions)];
  return {
    kubernetes: { source: version('source'), target: version('target') },
    velero: VERSIONS.velero[versions.velero],
  };
}

/** One line for people. */
export function describeVersions({ kubernetes, velero }: RunningVersions): string {
  const { source, target } = kubernetes;
  const clusters = source === target ? source : `${source} (source) and ${target} (target)`;
  return `Kubernetes ${clusters}, Velero ${velero}`;
}
