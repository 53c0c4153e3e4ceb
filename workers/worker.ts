import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createActivities, type Ports } from '../activities/index.ts';
import { createClusters } from '../clients/kube/clusters.ts';
import { connectCluster } from '../clients/kube/kube-cluster.ts';
import { hostConfig } from '../clients/kube/kube-config.ts';
import { probeRepository } from '../clients/s3/probe.ts';
import { TASK_QUEUE } from '../domain/engine-names.ts';
import type { Config } from './config.ts';
import { FailureMap } from './interceptors/failure-map.ts';

/** Pods of a transfer go on without a worker; acts that wait get this long to hand over. */
const SHUTDOWN_GRACE = '10s';

export interface RunningWorker {
  /** Settles when the worker has ended, by `stop` or by an error. */
  readonly ended: Promise<void>;
  stop(): void;
}

/** Composes the ports, connects to Temporal, and works until it is stopped. */
export async function startWorker(config: Config, logger: Logger): Promise<RunningWorker> {
  installRuntime(config, logger);
  const connection = await NativeConnection.connect({ address: config.temporal.address });
  const worker = await Worker.create({
    connection,
    namespace: config.temporal.namespace,
    taskQueue: TASK_QUEUE,
    workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
    activities: createActivities(createPorts(config)),
    interceptors: { activity: [() => ({ inbound: new FailureMap() })] },
    shutdownGraceTime: SHUTDOWN_GRACE,
    shutdownForceTime: '30s',
    maxHeartbeatThrottleInterval: '2s',
    defaultHeartbeatThrottleInterval: '2s',
  });
  const ended = worker.run().finally(() => connection.close());
  return { ended, stop: () => worker.shutdown() };
}

export function createPorts(config: Config): Ports {
  const host = connectCluster('host', hostConfig(config.kubeconfig));
  return { clusters: createClusters(host), probeRepository, moverImage: config.moverImage };
}

/** The runtime is one per process; its core counts in Prometheus' format on a port of its own. */
function installRuntime(config: Config, logger: Logger): void {
  const child = logger.child({ component: 'worker' });
  Runtime.install({
    logger: new DefaultLogger('INFO', ({ level, message, meta }) => {
      child[levelOf(level)](meta ?? {}, message);
    }),
    telemetryOptions: { metrics: { prometheus: { bindAddress: config.workerMetrics } } },
    // Signals are answered by the process that composes worker and server.
    shutdownSignals: [],
  });
}

function levelOf(level: string): 'trace' | 'debug' | 'info' | 'warn' | 'error' {
  switch (level) {
    case 'TRACE':
      return 'trace';
    case 'DEBUG':
      return 'debug';
    case 'WARN':
      return 'warn';
    case 'ERROR':
      return 'error';
    default:
      return 'info';
  }
}
