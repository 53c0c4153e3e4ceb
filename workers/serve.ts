import { readConfig, type ServiceConfig } from './config.ts';
import { connectHost, sandboxFallbacks } from './host.ts';
import { createLogger } from './log.ts';
import { untilAskedToEnd } from './run-until.ts';
import { startServer } from './server.ts';
import { startTemporalDevServer } from './temporal-dev-server.ts';
import { startWorker } from './worker.ts';

/** Everything in one process: the doors, a worker, and a Temporal of its own unless one is named. */
export async function serve(service: ServiceConfig): Promise<void> {
  const host = connectHost(service);
  const embedded = service.temporal === undefined ? await startTemporalDevServer() : undefined;
  try {
    const config = readConfig(service, process.env, {
      ...(await sandboxFallbacks(host)),
      ...(embedded === undefined ? {} : { temporal: { ...embedded, namespace: 'default' } }),
    });
    const logger = createLogger(config.logLevel);
    await untilAskedToEnd(async () => {
      const worker = await startWorker(config, host, logger);
      const server = await startServer(config, host, logger);
      return {
        ended: worker.ended,
        stop: async () => {
          await server.stop();
          worker.stop();
          await worker.ended;
        },
      };
    });
  } finally {
    await embedded?.stop();
  }
}

/** The doors alone. */
export async function runServer(service: ServiceConfig): Promise<void> {
  const host = connectHost(service);
  const config = readConfig(service, process.env, await sandboxFallbacks(host));
  const logger = createLogger(config.logLevel);
  await untilAskedToEnd(async () => {
    const server = await startServer(config, host, logger);
    // It ends only when it is asked to.
    return { ended: new Promise<never>(() => undefined), stop: () => server.stop() };
  });
}

/** A worker alone. */
export async function runWorker(service: ServiceConfig): Promise<void> {
  const host = connectHost(service);
  const config = readConfig(service, process.env, await sandboxFallbacks(host));
  await untilAskedToEnd(async () => {
    const worker = await startWorker(config, host, createLogger(config.logLevel));
    return {
      ended: worker.ended,
      stop: async () => {
        worker.stop();
        await worker.ended;
      },
    };
  });
}
