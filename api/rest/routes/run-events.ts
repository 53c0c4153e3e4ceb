import type { ServerResponse } from 'node:http';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { stillAllowed } from '../access.ts';
import { requireObject } from '../objects/store.ts';
import { ObjectName } from '../requests/names.ts';
import { answers, namespaceQuery } from '../responses.ts';
import { type Services, showRun } from '../services.ts';
import { seenUntil } from '../stream/event-id.ts';
import { RunStream, type Sink } from '../stream/run-stream.ts';
import { SSE_HEADERS } from '../stream/sse.ts';

/** A run as it goes on, as server-sent events. */
export function runEventRoutes(services: Services): FastifyPluginCallbackZod {
  const { host, indexes, namespaceDefault, streams, streamTimes } = services;

  return (app, _, done) => {
    app.get('/runs/:name/events', {
      config: { rights: [{ verb: 'get', resource: 'migmigrations', param: 'name' }] },
      schema: {
        tags: ['runs'],
        operationId: 'watchRun',
        description:
          'Event `run` (Run) at once and at each change, event `event` (RunEvent) for each Kubernetes Event. ' +
          'Ends with the run. After that, a repeated request with the Last-Event-ID gets 204.',
        querystring: namespaceQuery(namespaceDefault),
        params: z.object({ name: ObjectName }),
        headers: z.object({ 'last-event-id': z.string().optional() }),
        response: answers({
          200: {
            description: 'The stream.',
            content: { 'text/event-stream': { schema: z.string() } },
          },
          204: z.null().describe('The client has seen the end of the run.'),
        }),
      },
      handler: async (request, reply) => {
        const index = await indexes.of(request.query.namespace);
        const run = await requireObject(host, index, 'MigMigration', request.params.name);
        const seen = seenUntil(request.headers['last-event-id']);
        if (seen.ended) return reply.code(204).send(null);

        reply.hijack();
        reply.raw.writeHead(200, SSE_HEADERS);
        const stream = new RunStream(
          { run, index, view: (current) => showRun(services, index, current) },
          sinkOf(reply.raw),
          seen,
          { ...streamTimes, mayContinue: () => stillAllowed(services, request) },
        );
        streams.add(stream);
        reply.raw.once('close', () => {
          stream.close();
          streams.delete(stream);
        });
      },
    });
    done();
  };
}

function sinkOf(response: ServerResponse): Sink {
  return {
    write: (text) => void response.write(text),
    isBehind: () => response.writableNeedDrain,
    onceCaughtUp: (act) => void response.once('drain', act),
    end: () => void response.end(),
  };
}
