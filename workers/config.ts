import * as z from 'zod';
import { failure } from '../domain/failures/failure.ts';
import { NAMESPACE } from '../domain/kinds/group.ts';

/** Every setting of server and worker. docs/configuration.md tells the same. */
const Environment = z.object({
  DRAY_TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  DRAY_TEMPORAL_NAMESPACE: z.string().default('default'),
  DRAY_TEMPORAL_UI: z.url().default('http://127.0.0.1:8233'),
  /** Of the host cluster; in a pod its service account, else ~/.kube/config. */
  DRAY_KUBECONFIG: z.string().optional(),
  DRAY_NAMESPACE: z.string().default(NAMESPACE),
  DRAY_LISTEN: z
    .string()
    .regex(/^.+:\d+$/, 'must be ADDRESS:PORT')
    .default('127.0.0.1:8080'),
  /** The worker's own metrics, those of Temporal's core among them. */
  DRAY_WORKER_METRICS: z
    .string()
    .regex(/^.+:\d+$/, 'must be ADDRESS:PORT')
    .default('127.0.0.1:9464'),
  DRAY_MOVER_IMAGE: z.string().optional(),
  DRAY_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
});

export interface Config {
  temporal: { address: string; namespace: string; uiUrl: string };
  kubeconfig?: string;
  namespace: string;
  listen: { host: string; port: number };
  workerMetrics: string;
  moverImage: string;
  logLevel: string;
}

/** The image that belongs to this version. */
const MOVER_IMAGE = 'ghcr.io/drayage/mover:0.1.0';

/** @throws Failure DRAY-2001 naming the variable, what was found and what is expected */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = issue?.path.join('.') ?? '';
    const found = environment[name] ?? 'nothing';
    throw failure('DRAY-2001', { detail: `${name} is "${found}": ${issue?.message ?? ''}` });
  }
  const env = parsed.data;
  return {
    temporal: {
      address: env.DRAY_TEMPORAL_ADDRESS,
      namespace: env.DRAY_TEMPORAL_NAMESPACE,
      uiUrl: env.DRAY_TEMPORAL_UI,
    },
    ...(env.DRAY_KUBECONFIG === undefined ? {} : { kubeconfig: env.DRAY_KUBECONFIG }),
    namespace: env.DRAY_NAMESPACE,
    listen: addressOf(env.DRAY_LISTEN),
    workerMetrics: env.DRAY_WORKER_METRICS,
    moverImage: env.DRAY_MOVER_IMAGE ?? MOVER_IMAGE,
    logLevel: env.DRAY_LOG_LEVEL,
  };
}

/** The last colon: an IPv6 address has others. */
function addressOf(text: string): { host: string; port: number } {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
}
