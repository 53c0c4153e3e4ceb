import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import type { KubeObject } from '../../../domain/kube-object.ts';
import type { ObjectIndex } from '../index/object-index.ts';
import { logWrite } from '../log.ts';
import { newPlan } from '../objects/new-plan.ts';
import { requireReferences } from '../objects/plan-references.ts';
import { createObject, requireFreeNames, requireObject } from '../objects/store.ts';
import { ObjectName } from '../requests/names.ts';
import { NewPlan } from '../requests/new-plan.ts';
import { answers, listOf, namespaceQuery } from '../responses.ts';
import { type Services, showRun } from '../services.ts';
import { byName, newestFirst } from '../views/object-meta.ts';
import { planView, PlanView } from '../views/plan.ts';

const resource = 'migplans';

/** What is to be moved, from where to where: MigPlan. */
export function planRoutes(services: Services): FastifyPluginCallbackZod {
  const { host, indexes, namespaceDefault } = services;
  const tags = ['plans'];
  const querystring = namespaceQuery(namespaceDefault);

  return (app, _, done) => {
    app.get('/plans', {
      config: { rights: [{ verb: 'list', resource }] },
      schema: {
        tags,
        querystring,
        operationId: 'listPlans',
        response: answers({ 200: listOf(PlanView) }),
      },
      handler: async ({ query }) => {
        const index = await indexes.of(query.namespace);
        const plans = index.list('MigPlan').sort(byName);
        return { items: plans.map((plan) => showPlan(services, index, plan)) };
      },
    });

    app.get('/plans/:name', {
      config: { rights: [{ verb: 'get', resource, param: 'name' }] },
      schema: {
        tags,
        querystring,
        operationId: 'getPlan',
        params: z.object({ name: ObjectName }),
        response: answers({ 200: PlanView }),
      },
      handler: async ({ params, query }) => {
        const index = await indexes.of(query.namespace);
        const plan = await requireObject(host, index, 'MigPlan', params.name);
        return showPlan(services, index, plan);
      },
    });

    app.post('/plans', {
      config: { rights: [{ verb: 'create', resource }] },
      schema: {
        tags,
        querystring,
        operationId: 'createPlan',
        body: NewPlan,
        response: answers({ 200: PlanView, 201: PlanView }),
      },
      handler: async (request, reply) => {
        const { body, query } = request;
        await requireReferences(host, await indexes.of(query.namespace), body);
        const wanted = newPlan(body, query.namespace);
        if (body.dryRun === true) {
          await requireFreeNames(host, wanted);
          return planView(wanted);
        }
        const plan = await createObject(host, wanted);
        logWrite(request, 'create', plan);
        reply.code(201).header('location', `/api/v1/plans/${plan.metadata.name}`);
        return planView(plan);
      },
    });
    done();
  };
}

function showPlan(services: Services, index: ObjectIndex, plan: KubeObject): PlanView {
  const [newest] = [...index.runsOf(plan.metadata.name)].sort(newestFirst);
  return planView(plan, newest && showRun(services, index, newest));
}
