import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { failure } from '../../../domain/failures/failure.ts';
import { missedStart, type WantedStart, wrongTimes } from '../../../domain/run/start-time.ts';
import { logWrite } from '../log.ts';
import { startRun } from '../objects/start-run.ts';
import { requireObject } from '../objects/store.ts';
import { ObjectName } from '../requests/names.ts';
import { IdempotencyKey, NewRun } from '../requests/new-run.ts';
import { answers, listOf, namespaceQuery } from '../responses.ts';
import { type Services, showRun } from '../services.ts';
import { newestFirst } from '../views/object-meta.ts';
import { RunView } from '../views/run.ts';

const resource = 'migmigrations';

/** The runs of one plan. */
export function planRunRoutes(services: Services): FastifyPluginCallbackZod {
  const { host, indexes, namespaceDefault } = services;
  const tags = ['runs'];
  const querystring = namespaceQuery(namespaceDefault);
  const params = z.object({ plan: ObjectName });

  return (app, _, done) => {
    app.get('/plans/:plan/runs', {
      config: {
        rights: [
          { verb: 'get', resource: 'migplans', param: 'plan' },
          { verb: 'list', resource },
        ],
      },
      schema: {
        tags,
        querystring,
        params,
        operationId: 'listRunsOfPlan',
        response: answers({ 200: listOf(RunView) }),
      },
      handler: async ({ params: { plan }, query }) => {
        const index = await indexes.of(query.namespace);
        await requireObject(host, index, 'MigPlan', plan);
        const runs = [...index.runsOf(plan)].sort(newestFirst);
        return { items: runs.map((run) => showRun(services, index, run)) };
      },
    });

    app.post('/plans/:plan/runs', {
      config: {
        rights: [
          { verb: 'get', resource: 'migplans', param: 'plan' },
          { verb: 'create', resource },
        ],
      },
      schema: {
        tags,
        querystring,
        params,
        operationId: 'startRun',
        headers: z.object({ 'idempotency-key': IdempotencyKey }),
        body: NewRun,
        response: answers({ 200: RunView, 202: RunView }),
      },
      handler: async (request, reply) => {
        const {
          body: asked,
          params: { plan: name },
          query: { namespace },
        } = request;
        const idempotencyKey = request.headers['idempotency-key'];
        requireTime(asked, services.now());
        const index = await indexes.of(namespace);
        const plan = await requireObject(host, index, 'MigPlan', name);
        const order = { asked, plan: name, namespace, idempotencyKey };
        const { run, created } = await startRun(host, index, plan, order);
        if (created) logWrite(request, 'create', run);
        if (asked.dryRun !== true) {
          reply.code(202).header('location', `/api/v1/runs/${run.metadata.name}`);
        }
        return showRun(services, index, run);
      },
    });
    done();
  };
}

/** A time that has passed is refused before anything is written. */
function requireTime(asked: WantedStart, now: Date): void {
  const wrong = wrongTimes(asked);
  if (wrong !== undefined) throw failure('DRAY-2001', { detail: wrong });
  const missed = missedStart(asked, now);
  if (missed !== undefined) throw failure('DRAY-2021', { detail: missed.message ?? '' });
}
