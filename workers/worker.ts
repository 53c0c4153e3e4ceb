import { fileURLToPath } from 'node:url';
import {
  type ActivityInterceptorsFactory,
  DefaultLogger,
  type LogLevel,
  NativeConnection,
  Runtime,
  type RuntimeOptions,
  Worker,
} from '@temporalio/worker';
import type { Logger } from 'pino';
import { createActivities, type Ports } from '../activities/index.ts';
import type { Cluster } from '../clients/kube/cluster.ts';
import { createClusters } from '../clients/kube/clusters.ts';
import { ensureSearchAttributes } from '../clients/temporal/search-attributes.ts';
import { fetchObject } from '../clients/s3/fetch-object.ts';
import { probeRepository } from '../clients/s3/probe.ts';
import { TASK_QUEUE } from '../domain/engine-names.ts';
import type { Config } from './config.ts';
import { connectHost } from './host.ts';
import { FailureMap } from './interceptors/failure-map.ts';
import { Pulse } from './interceptors/pulse.ts';
import { troubleTeller } from './interceptors/trouble.ts';

/** Acts that wait get this long to hand over; pods of a transfer go on without a worker. */
const SHUTDOWN_GRACE = '5s';
const SHUTDOWN_LIMIT = '15s';
/** A worker that died is waited for this long before another one takes its workflows. */
const STICKY_LIMIT = '2s';
/** Heartbeats carry what an act waits for; people look at them. */
const HEARTBEAT_EVERY = '2s';

export interface RunningWorker {
  /** Settles when the worker has ended, by `stop` or by an error. */
  readonly ended: Promise<void>;
  stop(): void;
}

/**
 * Connects to Temporal and works until it is stopped.
 * @param around what stands closest around every act, for tests that break it
 */
export async function startWorker(
  config: Config,
  host: Cluster,
  logger: Logger,
  around: readonly ActivityInterceptorsFactory[] = [],
): Promise<RunningWorker> {
  installRuntime(config, logger);
  const connection = await NativeConnection.connect({ address: config.temporal.address });
  await ensureSearchAttributes(connection, config.temporal.namespace);
  const worker = await Worker.create({
    connection,
    namespace: config.temporal.namespace,
    taskQueue: TASK_QUEUE,
    workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
    activities: createActivities(createPorts(config, host)),
    interceptors: {
      activity: [
        troubleTeller(),
        () => ({ inbound: new FailureMap() }),
        () => ({ inbound: new Pulse() }),
        ...around,
      ],
    },
    shutdownGraceTime: SHUTDOWN_GRACE,
    shutdownForceTime: SHUTDOWN_LIMIT,
    stickyQueueScheduleToStartTimeout: STICKY_LIMIT,
    maxHeartbeatThrottleInterval: HEARTBEAT_EVERY,
    defaultHeartbeatThrottleInterval: HEARTBEAT_EVERY,
  });
  const ended = worker.run().finally(() => connection.close());
  return { ended, stop: () => worker.shutdown() };
}

function createPorts(config: Config, host: Cluster): Ports {
  const clusters = createClusters(host, (name) => connectHost(config, name));
  const { moverImage, hookRunnerImage } = config;
  return { clusters, probeRepository, fetchObject, moverImage, hookRunnerImage };
}

/** The runtime is one per process; its core counts in Prometheus' format on a port of its own. */
function installRuntime({ workerMetrics }: Config, logger: Logger): void {
  const child = logger.child({ component: 'temporal' });
  const options: RuntimeOptions = {
    logger: new DefaultLogger('INFO', ({ level, message, meta }) => {
      child[LEVELS[level]](meta ?? {}, message);
    }),
    // Signals are answered by the process that composes worker and server.
    shutdownSignals: [],
  };
  const metrics = { prometheus: { bindAddress: workerMetrics } };
  try {
    Runtime.install({ ...options, telemetryOptions: { metrics } });
  } catch (error) {
    // A second worker on the machine works as well without its numbers.
    logger.warn(
      { workerMetrics, error: String(error) },
      'the metrics of the worker are not served',
    );
    Runtime.install(options);
  }
}

const LEVELS: Record<LogLevel, 'trace' | 'debug' | 'info' | 'warn' | 'error'> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
};
