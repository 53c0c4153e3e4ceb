import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { failure } from '../../../domain/failures/failure.ts';
import { keyOf } from '../../../domain/kube-object.ts';
import { BANDWIDTH_ANNOTATION } from '../../../domain/transfer/bandwidth.ts';
import { logWrite } from '../log.ts';
import { requireObject } from '../objects/store.ts';
import { NewLimit } from '../requests/limit.ts';
import { ObjectName } from '../requests/names.ts';
import { answers, namespaceQuery } from '../responses.ts';
import { type Services, showRun } from '../services.ts';
import { hasEnded } from '../views/run-state.ts';
import { RunView } from '../views/run.ts';

/** How fast a run copies, while it runs: noted on the MigMigration, where those who copy look now and then. */
export function runLimitRoutes(services: Services): FastifyPluginCallbackZod {
  const { host, indexes, namespaceDefault } = services;

  return (app, _, done) => {
    app.post('/runs/:name/limit', {
      config: { rights: [{ verb: 'update', resource: 'migmigrations', param: 'name' }] },
      schema: {
        tags: ['runs'],
        querystring: namespaceQuery(namespaceDefault),
        params: z.object({ name: ObjectName }),
        operationId: 'limitRun',
        body: NewLimit,
        response: answers({ 202: RunView }),
      },
      handler: async (request, reply) => {
        const index = await indexes.of(request.query.namespace);
        const run = await requireObject(host, index, 'MigMigration', request.params.name);
        const { name, state } = showRun(services, index, run);
        if (hasEnded(state)) {
          throw failure('DRAY-2006', { detail: `run ${name} has ended: ${state}` });
        }
        const { kibPerSecond } = request.body;
        const annotations = { [BANDWIDTH_ANNOTATION]: kibPerSecond?.toString() ?? null };
        const limited = await host.patch(keyOf(run), { metadata: { annotations } });
        logWrite(request, 'limit', limited);
        reply.code(202).header('location', `/api/v1/runs/${name}`);
        return showRun(services, index, limited);
      },
    });
    done();
  };
}
