import * as z from 'zod';
import { readVersion } from '../api/version.ts';
import { failure } from '../domain/failures/failure.ts';
import { NAMESPACE } from '../domain/kinds/group.ts';

/** What a service is told by whoever starts it; secrets are not among it. */
export interface ServiceConfig {
  /** How to reach the host cluster; KUBECONFIG, ~/.kube/config or the pod's account when left out. */
  kubeconfig?: string;
  context?: string;
  /** Namespace of the custom resources. @default openshift-migration */
  namespace?: string;
  /** Where the server listens. */
  listen: { host: string; port: number };
  /** An existing Temporal; `serve` brings its own when left out. */
  temporal?: { address: string; namespace: string; uiUrl?: string };
}

/** What server and worker work with. */
export interface Config {
  kubeconfig?: string;
  context?: string;
  namespace: string;
  listen: { host: string; port: number };
  temporal: { address: string; namespace: string; uiUrl?: string };
  /** ADDRESS:PORT of the worker's own metrics, those of Temporal's core among them. */
  workerMetrics: string;
  /** Reference of the mover image, as the kubelets of both clusters can pull it. */
  moverImage: string;
  /** The same of the image that runs the playbooks of hooks. */
  hookRunnerImage: string;
  logLevel: string;
}

/** Settings that are the same for every process of an installation; docs/configuration.md lists them. */
const Environment = z.object({
  DRAY_WORKER_METRICS: z
    .string()
    .regex(/^.+:\d+$/, 'must be ADDRESS:PORT')
    .default('127.0.0.1:9464'),
  DRAY_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
});

/** The images that belong to this version. */
const MOVER_IMAGE = `ghcr.io/drayage/mover:${readVersion()}`;
const HOOK_RUNNER_IMAGE = `ghcr.io/drayage/hook-runner:${readVersion()}`;

/** Used when a setting is absent. */
export interface Fallbacks {
  temporal?: { address: string; namespace: string; uiUrl?: string };
  moverImage?: string;
  hookRunnerImage?: string;
}

/** @throws Failure DRAY-2001 naming the setting, what was found and what is expected */
export function readConfig(
  service: ServiceConfig,
  environment: Record<string, string | undefined>,
  fallbacks: Fallbacks = {},
): Config {
  const settings = readEnvironment(environment);
  const temporal = service.temporal ?? fallbacks.temporal;
  if (temporal === undefined) {
    const hint = 'Set DRAY_TEMPORAL_ADDRESS, or give --temporal HOST:PORT.';
    throw failure('DRAY-2001', { detail: 'no Temporal is named', hint });
  }
  const { kubeconfig, context, listen, namespace = NAMESPACE } = service;
  return {
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    namespace,
    listen,
    temporal,
    workerMetrics: settings.DRAY_WORKER_METRICS,
    moverImage: chooseMoverImage(environment, fallbacks),
    hookRunnerImage: chooseHookRunnerImage(environment, fallbacks),
    logLevel: settings.DRAY_LOG_LEVEL,
  };
}

/** Reference of the mover image: that of the settings, else that of the place, else that of this version. */
export function chooseMoverImage(
  environment: Record<string, string | undefined>,
  { moverImage = MOVER_IMAGE }: Fallbacks,
): string {
  return environment['DRAY_MOVER_IMAGE'] ?? moverImage;
}

/** The same of the image that runs the playbooks of hooks. */
export function chooseHookRunnerImage(
  environment: Record<string, string | undefined>,
  { hookRunnerImage = HOOK_RUNNER_IMAGE }: Fallbacks,
): string {
  return environment['DRAY_HOOK_RUNNER_IMAGE'] ?? hookRunnerImage;
}

function readEnvironment(environment: Record<string, string | undefined>) {
  const parsed = Environment.safeParse(environment);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = issue?.path.join('.') ?? '';
  const detail = `${name} is "${environment[name] ?? ''}": ${issue?.message ?? ''}`;
  throw failure('DRAY-2001', { detail });
}
