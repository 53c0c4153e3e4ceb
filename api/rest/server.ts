import swagger from '@fastify/swagger';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { createAuthenticator } from '../auth/authenticator.ts';
import { createServerMetrics, type ServerMetrics } from '../metrics/server-metrics.ts';
import { guard } from './access.ts';
import { Indexes } from './index/indexes.ts';
import { discreetLogger } from './log.ts';
import { OPENAPI } from './openapi.ts';
import { answerProblems } from './problems/answer.ts';
import { clusterRoutes } from './routes/clusters.ts';
import { planRunRoutes } from './routes/plan-runs.ts';
import { planRoutes } from './routes/plans.ts';
import { reportRoutes } from './routes/reports.ts';
import { repositoryRoutes } from './routes/repositories.ts';
import { runEventRoutes } from './routes/run-events.ts';
import { runLimitRoutes } from './routes/run-limit.ts';
import { runOrderRoutes } from './routes/run-orders.ts';
import { runRoutes } from './routes/runs.ts';
import { scheduleOrderRoutes, scheduleRoutes } from './routes/schedules.ts';
import { systemRoutes } from './routes/system.ts';
import { type Services, showRun, type StreamTimes } from './services.ts';
import { compileValidator, readJson } from './validation.ts';

/** What nginx calls a request whose client left before the answer. */
const CLIENT_LEFT = 499;
const BODY_LIMIT_BYTES = 256 * 1024;
const STREAM_TIMES: StreamTimes = { coalesceMs: 500, heartbeatMs: 15_000 };

export interface RestServerOptions {
  /** The cluster that holds the custom resources. */
  host: Cluster;
  /** Silent when left out. */
  logger?: Logger;
  /** For links to workflows; none when left out. */
  temporalUiUrl?: string;
  /** @default 'default' */
  temporalNamespace?: string;
  namespaceDefault: string;
  metrics?: ServerMetrics;
  streamTimes?: StreamTimes;
  now?: () => Date;
}

/**
 * The REST API over the custom resources of the host cluster; `listen` starts it, `close` ends its streams
 * and watches. It starts without the host cluster too, and answers 503 until that can be reached.
 */
export function createRestServer(options: RestServerOptions): FastifyInstance {
  const { metrics = createServerMetrics() } = options;
  const loggerInstance: FastifyBaseLogger | undefined =
    options.logger && discreetLogger(options.logger);
  const services = createServices(options);
  const app = Fastify({
    ...(loggerInstance === undefined ? {} : { loggerInstance }),
    bodyLimit: BODY_LIMIT_BYTES,
    // Names of Kubernetes are longer than what fastify takes for a part of a path.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1_000 },
    exposeHeadRoutes: false,
  });
  app.setValidatorCompiler(compileValidator);
  app.setSerializerCompiler(serializerCompiler);
  readJson(app);
  answerProblems(app);
  measure(app, metrics);
  metrics.watchRuns(() => allRuns(services));
  followLife(app, services);
  void app.register(swagger, OPENAPI);
  void app.register(systemRoutes(services, metrics));
  void app.register(apiRoutes(services), { prefix: '/api/v1' });
  return app;
}

function createServices(options: RestServerOptions): Services {
  const { host, namespaceDefault, now = () => new Date() } = options;
  return {
    host,
    namespaceDefault,
    now,
    indexes: new Indexes(host),
    authenticate: createAuthenticator(host, () => now().getTime()),
    temporal: { uiUrl: options.temporalUiUrl, namespace: options.temporalNamespace ?? 'default' },
    streamTimes: options.streamTimes ?? STREAM_TIMES,
    streams: new Set(),
  };
}

function apiRoutes(services: Services) {
  return async (api: FastifyInstance): Promise<void> => {
    guard(api, services);
    await api.register(clusterRoutes(services));
    await api.register(repositoryRoutes(services));
    await api.register(planRoutes(services));
    await api.register(planRunRoutes(services));
    await api.register(runRoutes(services));
    await api.register(runOrderRoutes(services));
    await api.register(runLimitRoutes(services));
    await api.register(runEventRoutes(services));
    await api.register(reportRoutes(services));
    await api.register(scheduleRoutes(services));
    await api.register(scheduleOrderRoutes(services));
  };
}

function followLife(app: FastifyInstance, { indexes, namespaceDefault, streams }: Services): void {
  app.addHook('onListen', () => {
    // What keeps it from filling is said to whoever asks next.
    indexes
      .of(namespaceDefault)
      .catch((error: unknown) => app.log.warn({ err: error }, 'no index'));
  });
  app.addHook('preClose', () => {
    for (const stream of streams) stream.close();
  });
  app.addHook('onClose', () => indexes.stop());
}

/** Counts when the connection is done with a request: that includes clients that hang up. */
function measure(app: FastifyInstance, metrics: ServerMetrics): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { raw } = reply;
    raw.once('close', () => {
      const route = request.routeOptions.url ?? 'none';
      metrics.observe({
        method: request.method,
        route,
        status: raw.headersSent ? raw.statusCode : CLIENT_LEFT,
        ...(route.endsWith('/events') ? {} : { seconds: reply.elapsedTime / 1000 }),
      });
    });
    done();
  });
}

function allRuns(services: Services) {
  return services.indexes
    .started()
    .flatMap((index) => index.list('MigMigration').map((run) => showRun(services, index, run)));
}
