import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { requireRights } from '../../auth/rights.ts';
import { callerOf } from '../access.ts';
import { newCluster } from '../objects/new-cluster.ts';
import { createWithSecret, requireFreeNames, requireObject } from '../objects/store.ts';
import { NewCluster } from '../requests/new-cluster.ts';
import { ObjectName } from '../requests/names.ts';
import { answers, listOf, namespaceQuery } from '../responses.ts';
import type { Services } from '../services.ts';
import { clusterView, ClusterView } from '../views/cluster.ts';
import { byName } from '../views/object-meta.ts';
import { logWrite } from '../log.ts';

const resource = 'migclusters';

/** Clusters that applications are moved from and to: MigCluster. */
export function clusterRoutes(services: Services): FastifyPluginCallbackZod {
  const { host, indexes, now, namespaceDefault } = services;
  const tags = ['clusters'];
  const querystring = namespaceQuery(namespaceDefault);

  return (app, _, done) => {
    app.get('/clusters', {
      config: { rights: [{ verb: 'list', resource }] },
      schema: {
        tags,
        querystring,
        operationId: 'listClusters',
        response: answers({ 200: listOf(ClusterView) }),
      },
      handler: async ({ query }) => {
        const clusters = (await indexes.of(query.namespace)).list('MigCluster').sort(byName);
        return { items: clusters.map((cluster) => clusterView(cluster, host.url, now())) };
      },
    });

    app.get('/clusters/:name', {
      config: { rights: [{ verb: 'get', resource, param: 'name' }] },
      schema: {
        tags,
        querystring,
        operationId: 'getCluster',
        params: z.object({ name: ObjectName }),
        response: answers({ 200: ClusterView }),
      },
      handler: async ({ params, query }) => {
        const index = await indexes.of(query.namespace);
        const cluster = await requireObject(host, index, 'MigCluster', params.name);
        return clusterView(cluster, host.url, now());
      },
    });

    app.post('/clusters', {
      config: { rights: [{ verb: 'create', resource }] },
      schema: {
        tags,
        querystring,
        operationId: 'createCluster',
        body: NewCluster,
        response: answers({ 200: ClusterView, 201: ClusterView }),
      },
      handler: async (request, reply) => {
        const wanted = newCluster(request.body, request.query.namespace);
        if (wanted.secret !== undefined) {
          await requireRights(host, callerOf(request), [{ verb: 'create', resource: 'secrets' }]);
        }
        if (request.body.dryRun === true) {
          await requireFreeNames(host, wanted.object, wanted.secret);
          return clusterView(wanted.object, host.url, now());
        }
        const cluster = await createWithSecret(host, wanted);
        logWrite(request, 'create', cluster);
        reply.code(201).header('location', `/api/v1/clusters/${cluster.metadata.name}`);
        return clusterView(cluster, host.url, now());
      },
    });
    done();
  };
}
