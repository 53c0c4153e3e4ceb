import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Activities } from '../../activities/index.ts';
import { connectEngine, type Engine } from '../../clients/temporal/engine.ts';
import { TASK_QUEUE } from '../../domain/engine-names.ts';
import { FailureMap } from '../../workers/interceptors/failure-map.ts';
import { troubleTeller } from '../../workers/interceptors/trouble.ts';
import { bundleWorkflows } from './bundle.ts';
import { startTemporalServer } from './temporal-server.ts';

/** Cancellations reach an activity with the answer to a heartbeat. */
const HEARTBEAT_EVERY = '50ms';

/** A real Temporal server on a port of its own, gone when it is stopped. */
export interface Temporal {
  readonly address: string;
  readonly client: Client;
  /** As the doors of the product use it. */
  readonly engine: Engine;
  startWorker(activities: Activities, options?: WorkerOptions): Promise<RunningWorker>;
  stop(): Promise<void>;
}

export interface WorkerOptions {
  /** @default that of the product */
  taskQueue?: string;
  /** By which it tells how long an act has failed. @default Date.now */
  clock?: () => number;
}

export interface RunningWorker {
  stop(): Promise<void>;
}

export async function startTemporal(): Promise<Temporal> {
  // Acts that fail on purpose would fill the output with warnings.
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const environment = await startTemporalServer();
  const { address, namespace = 'default', connection } = environment;
  const engine = await connectEngine({ address, namespace });
  const workers = new Set<RunningWorker>();
  return {
    address,
    client: new Client({ connection, namespace }),
    engine,
    async startWorker(activities, options = {}) {
      const worker = await runWorker(address, activities, options);
      workers.add(worker);
      return worker;
    },
    async stop() {
      await Promise.all([...workers].map((worker) => worker.stop()));
      await engine.close();
      await environment.teardown();
    },
  };
}

/** Works as the worker of the product does, but for what it does. */
async function runWorker(
  address: string,
  activities: Activities,
  { taskQueue = TASK_QUEUE, clock }: WorkerOptions,
): Promise<RunningWorker> {
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue,
    activities,
    workflowBundle: await bundleWorkflows(),
    // A worker that was lost is not waited for longer than this.
    stickyQueueScheduleToStartTimeout: '1s',
    interceptors: { activity: [troubleTeller(clock), () => ({ inbound: new FailureMap() })] },
    maxHeartbeatThrottleInterval: HEARTBEAT_EVERY,
    defaultHeartbeatThrottleInterval: HEARTBEAT_EVERY,
  });
  const ended = worker.run().finally(() => connection.close());
  return {
    async stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    },
  };
}
