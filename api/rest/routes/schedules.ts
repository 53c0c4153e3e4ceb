import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { OWN_API_VERSION } from '../../../domain/kinds/group.ts';
import { keyOf } from '../../../domain/kube-object.ts';
import { RESUMED } from '../../../domain/schedule/order.ts';
import { logWrite } from '../log.ts';
import { newSchedule, requireSchedule } from '../objects/schedule.ts';
import { createObject, requireObject } from '../objects/store.ts';
import { ObjectName } from '../requests/names.ts';
import { NewSchedule } from '../requests/new-schedule.ts';
import { answers, listOf, namespaceQuery } from '../responses.ts';
import type { Services } from '../services.ts';
import { byName } from '../views/object-meta.ts';
import { scheduleView, ScheduleView } from '../views/schedule.ts';

const resource = 'migschedules';

/** Runs of plans, again and again: MigSchedule. */
export function scheduleRoutes(services: Services): FastifyPluginCallbackZod {
  const { host, indexes, namespaceDefault } = services;
  const querystring = namespaceQuery(namespaceDefault);
  const params = z.object({ name: ObjectName });
  const about = { tags: ['schedules'], querystring };
  const one = { ...about, params, response: answers({ 200: ScheduleView }) };

  return (app, _, done) => {
    app.get('/schedules', {
      config: { rights: [{ verb: 'list', resource }] },
      schema: {
        ...about,
        operationId: 'listSchedules',
        response: answers({ 200: listOf(ScheduleView) }),
      },
      handler: async ({ query: { namespace } }) => {
        const query = { apiVersion: OWN_API_VERSION, kind: 'MigSchedule', namespace };
        return { items: (await host.list(query)).sort(byName).map(scheduleView) };
      },
    });

    app.get('/schedules/:name', {
      config: { rights: [{ verb: 'get', resource, param: 'name' }] },
      schema: { ...one, operationId: 'getSchedule' },
      handler: async ({ params: { name }, query: { namespace } }) =>
        scheduleView(await requireSchedule(host, { namespace, name })),
    });

    app.post('/schedules', {
      config: { rights: [{ verb: 'create', resource }] },
      schema: {
        ...about,
        operationId: 'createSchedule',
        body: NewSchedule,
        response: answers({ 201: ScheduleView }),
      },
      handler: async (request, reply) => {
        const { body, query } = request;
        const wanted = newSchedule(body, query.namespace);
        await requireObject(host, await indexes.of(query.namespace), 'MigPlan', body.plan);
        const created = await createObject(host, wanted);
        logWrite(request, 'create', created);
        reply.code(201).header('location', `/api/v1/schedules/${body.name}`);
        return scheduleView(created);
      },
    });

    done();
  };
}

/** What is done to a schedule that exists. */
export function scheduleOrderRoutes(services: Services): FastifyPluginCallbackZod {
  const { host, namespaceDefault, now } = services;
  const one = {
    tags: ['schedules'],
    querystring: namespaceQuery(namespaceDefault),
    params: z.object({ name: ObjectName }),
    response: answers({ 200: ScheduleView }),
  };
  // A failure pauses too: a new value of the annotation resumes that.
  const resumed = () => ({ annotations: { [RESUMED]: now().toISOString() } });
  const patches = {
    pause: () => ({ spec: { suspend: true } }),
    resume: () => ({ spec: { suspend: false }, metadata: resumed() }),
  };

  return (app, _, done) => {
    app.delete('/schedules/:name', {
      config: { rights: [{ verb: 'delete', resource, param: 'name' }] },
      schema: { ...one, operationId: 'deleteSchedule' },
      handler: async (request) => {
        const { params, query } = request;
        const found = await requireSchedule(host, { ...params, ...query });
        await host.delete(keyOf(found));
        logWrite(request, 'delete', found);
        return scheduleView(found);
      },
    });

    for (const act of ['pause', 'resume'] as const) {
      app.post(`/schedules/:name/${act}`, {
        config: { rights: [{ verb: 'update', resource, param: 'name' }] },
        schema: { ...one, operationId: `${act}Schedule` },
        handler: async (request) => {
          const { params, query } = request;
          const found = await requireSchedule(host, { ...params, ...query });
          const changed = await host.patch(keyOf(found), patches[act]());
          logWrite(request, act, changed);
          return scheduleView(changed);
        },
      });
    }
    done();
  };
}
