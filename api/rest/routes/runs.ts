import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { requireObject } from '../objects/store.ts';
import { ObjectName } from '../requests/names.ts';
import { answers, listOf, namespaceQuery } from '../responses.ts';
import { type Services, showRun } from '../services.ts';
import { newestFirst } from '../views/object-meta.ts';
import { RunView } from '../views/run.ts';

const resource = 'migmigrations';

/** Runs of all plans: MigMigration. */
export function runRoutes(services: Services): FastifyPluginCallbackZod {
  const { host, indexes, namespaceDefault } = services;
  const tags = ['runs'];
  const querystring = namespaceQuery(namespaceDefault);
  const params = z.object({ name: ObjectName });

  return (app, _, done) => {
    app.get('/runs', {
      config: { rights: [{ verb: 'list', resource }] },
      schema: {
        tags,
        querystring,
        operationId: 'listRuns',
        response: answers({ 200: listOf(RunView) }),
      },
      handler: async ({ query }) => {
        const index = await indexes.of(query.namespace);
        const runs = index.list('MigMigration').sort(newestFirst);
        return { items: runs.map((run) => showRun(services, index, run)) };
      },
    });

    app.get('/runs/:name', {
      config: { rights: [{ verb: 'get', resource, param: 'name' }] },
      schema: {
        tags,
        querystring,
        params,
        operationId: 'getRun',
        response: answers({ 200: RunView }),
      },
      handler: async ({ params: { name }, query }) => {
        const index = await indexes.of(query.namespace);
        return showRun(services, index, await requireObject(host, index, 'MigMigration', name));
      },
    });
    done();
  };
}
