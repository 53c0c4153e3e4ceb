import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import type { ServerMetrics } from '../../metrics/server-metrics.ts';
import { answers } from '../responses.ts';
import type { Services } from '../services.ts';

/** A probe asks the host cluster no more often than this, however often it is asked itself. */
const PROBE_MS = 5_000;

const Health = z.object({ status: z.literal('ok') });

/** What machines ask of the server itself; none of it needs a token, and none of it shows an object. */
export function systemRoutes(services: Services, metrics: ServerMetrics): FastifyPluginCallbackZod {
  const { host, indexes, namespaceDefault, now } = services;
  let probed = { at: -Infinity, answer: Promise.resolve('') };

  const probe = (): Promise<string> => {
    const at = now().getTime();
    if (at - probed.at >= PROBE_MS) probed = { at, answer: host.version() };
    return probed.answer;
  };

  return (app, _, done) => {
    const tags = ['system'];
    app.get('/healthz', {
      logLevel: 'warn',
      schema: { tags, security: [], operationId: 'isAlive', response: { 200: Health } },
      handler: () => ({ status: 'ok' as const }),
    });

    app.get('/readyz', {
      logLevel: 'warn',
      schema: {
        tags,
        security: [],
        operationId: 'isReady',
        description: 'Whether the host cluster answers and its objects are in memory.',
        response: answers({ 200: Health }),
      },
      handler: async () => {
        await indexes.of(namespaceDefault);
        await probe();
        return { status: 'ok' as const };
      },
    });

    app.get('/metrics', {
      logLevel: 'warn',
      schema: {
        tags,
        security: [],
        operationId: 'getMetrics',
        response: {
          200: {
            description: 'Prometheus text.',
            content: { 'text/plain': { schema: z.string() } },
          },
        },
      },
      serializerCompiler: () => (text: unknown) => String(text),
      handler: async (_request, reply) => {
        const text = await metrics.expose();
        return reply.header('content-type', metrics.contentType).send(text);
      },
    });

    app.get('/openapi.json', {
      logLevel: 'warn',
      schema: { hide: true },
      handler: () => app.swagger(),
    });
    done();
  };
}
