import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { logWrite } from '../log.ts';
import { newRepository } from '../objects/new-repository.ts';
import { createWithSecret, requireFreeNames, requireObject } from '../objects/store.ts';
import { ObjectName } from '../requests/names.ts';
import { NewRepository } from '../requests/new-repository.ts';
import { answers, listOf, namespaceQuery } from '../responses.ts';
import type { Services } from '../services.ts';
import { byName } from '../views/object-meta.ts';
import { repositoryView, RepositoryView } from '../views/repository.ts';

const resource = 'migstorages';

/** Object storage between the clusters: MigStorage. */
export function repositoryRoutes(services: Services): FastifyPluginCallbackZod {
  const { host, indexes, namespaceDefault } = services;
  const tags = ['repositories'];
  const querystring = namespaceQuery(namespaceDefault);

  return (app, _, done) => {
    app.get('/repositories', {
      config: { rights: [{ verb: 'list', resource }] },
      schema: {
        tags,
        querystring,
        operationId: 'listRepositories',
        response: answers({ 200: listOf(RepositoryView) }),
      },
      handler: async ({ query }) => {
        const storages = (await indexes.of(query.namespace)).list('MigStorage').sort(byName);
        return { items: storages.map(repositoryView) };
      },
    });

    app.get('/repositories/:name', {
      config: { rights: [{ verb: 'get', resource, param: 'name' }] },
      schema: {
        tags,
        querystring,
        operationId: 'getRepository',
        params: z.object({ name: ObjectName }),
        response: answers({ 200: RepositoryView }),
      },
      handler: async ({ params, query }) => {
        const index = await indexes.of(query.namespace);
        return repositoryView(await requireObject(host, index, 'MigStorage', params.name));
      },
    });

    app.post('/repositories', {
      config: {
        rights: [
          { verb: 'create', resource },
          { verb: 'create', resource: 'secrets' },
        ],
      },
      schema: {
        tags,
        querystring,
        operationId: 'createRepository',
        body: NewRepository,
        response: answers({ 200: RepositoryView, 201: RepositoryView }),
      },
      handler: async (request, reply) => {
        const wanted = newRepository(request.body, request.query.namespace);
        if (request.body.dryRun === true) {
          await requireFreeNames(host, wanted.object, wanted.secret);
          return repositoryView(wanted.object);
        }
        const storage = await createWithSecret(host, wanted);
        logWrite(request, 'create', storage);
        reply.code(201).header('location', `/api/v1/repositories/${storage.metadata.name}`);
        return repositoryView(storage);
      },
    });
    done();
  };
}
