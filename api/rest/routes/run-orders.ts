import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { failure } from '../../../domain/failures/failure.ts';
import { keyOf } from '../../../domain/kube-object.ts';
import { logWrite } from '../log.ts';
import { decisionAnnotations } from '../objects/decision.ts';
import { requireObject } from '../objects/store.ts';
import { NewDecision } from '../requests/decision.ts';
import { ObjectName } from '../requests/names.ts';
import { answers, namespaceQuery } from '../responses.ts';
import { type Services, showRun } from '../services.ts';
import { hasEnded } from '../views/run-state.ts';
import { RunView } from '../views/run.ts';

const resource = 'migmigrations';

/** What can be asked of a run that is under way. */
export function runOrderRoutes(services: Services): FastifyPluginCallbackZod {
  const { host, indexes, namespaceDefault } = services;
  const tags = ['runs'];
  const querystring = namespaceQuery(namespaceDefault);
  const params = z.object({ name: ObjectName });

  return (app, _, done) => {
    app.post('/runs/:name/cancel', {
      config: { rights: [{ verb: 'update', resource, param: 'name' }] },
      schema: {
        tags,
        querystring,
        params,
        operationId: 'cancelRun',
        response: answers({ 202: RunView }),
      },
      handler: async (request, reply) => {
        const index = await indexes.of(request.query.namespace);
        const run = await requireObject(host, index, 'MigMigration', request.params.name);
        const { name, state } = showRun(services, index, run);
        if (hasEnded(state)) {
          throw failure('DRAY-2006', { detail: `run ${name} has ended: ${state}` });
        }
        const canceled = await host.patch(keyOf(run), { spec: { canceled: true } });
        logWrite(request, 'cancel', canceled);
        reply.code(202).header('location', `/api/v1/runs/${name}`);
        return showRun(services, index, canceled);
      },
    });
    app.post('/runs/:name/decision', {
      config: { rights: [{ verb: 'update', resource, param: 'name' }] },
      schema: {
        tags,
        querystring,
        params,
        operationId: 'decideOnRun',
        body: NewDecision,
        response: answers({ 202: RunView }),
      },
      handler: async (request, reply) => {
        const index = await indexes.of(request.query.namespace);
        const run = await requireObject(host, index, 'MigMigration', request.params.name);
        const { name, hold } = showRun(services, index, run);
        const annotations = decisionAnnotations(name, hold, request.body);
        const decided = await host.patch(keyOf(run), { metadata: { annotations } });
        logWrite(request, 'decide', decided);
        reply.code(202).header('location', `/api/v1/runs/${name}`);
        return showRun(services, index, decided);
      },
    });
    done();
  };
}
