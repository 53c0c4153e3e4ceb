import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { logWrite } from '../log.ts';
import { requestDryRun, requireReport } from '../objects/report.ts';
import { requireRunnable } from '../objects/start-run.ts';
import { requireObject } from '../objects/store.ts';
import { ObjectName } from '../requests/names.ts';
import { answers, namespaceQuery } from '../responses.ts';
import type { Services } from '../services.ts';
import { DryRunView, reportView, ReportView } from '../views/report.ts';

const NO_DRY_RUN = 'Ask for a dry run with POST /plans/{plan}/dry-run, and wait until it is made.';
const NOT_PLACED =
  'It is written when the objects are placed, or when a look ahead refuses the run; the state of the run says how far it has come.';

/** What becomes of every object: before a run, and after it. */
export function reportRoutes(services: Services): FastifyPluginCallbackZod {
  const { host, indexes, namespaceDefault, now } = services;
  const querystring = namespaceQuery(namespaceDefault);

  return (app, _, done) => {
    app.post('/plans/:plan/dry-run', {
      config: { rights: [{ verb: 'update', resource: 'migplans', param: 'plan' }] },
      schema: {
        tags: ['plans'],
        querystring,
        params: z.object({ plan: ObjectName }),
        operationId: 'dryRunPlan',
        description:
          'Has it found out what a run would do; the report says it. Nothing is touched.',
        response: answers({ 202: DryRunView }),
      },
      handler: async (request, reply) => {
        const { plan: name } = request.params;
        const index = await indexes.of(request.query.namespace);
        const plan = await requireObject(host, index, 'MigPlan', name);
        requireRunnable(host, plan);
        const asked = await requestDryRun(host, plan, now());
        logWrite(request, 'dry-run', asked.plan);
        reply.code(202).header('location', `/api/v1/plans/${name}/report`);
        return { plan: name, request: asked.request };
      },
    });

    app.get('/plans/:plan/report', {
      config: { rights: [{ verb: 'get', resource: 'migplans', param: 'plan' }] },
      schema: {
        tags: ['plans'],
        querystring,
        params: z.object({ plan: ObjectName }),
        operationId: 'getReportOfPlan',
        description: 'What the last dry run found out.',
        response: answers({ 200: ReportView }),
      },
      handler: async ({ params: { plan: name }, query }) => {
        const index = await indexes.of(query.namespace);
        const plan = await requireObject(host, index, 'MigPlan', name);
        return reportView(name, await requireReport(host, plan, NO_DRY_RUN));
      },
    });

    app.get('/runs/:name/report', {
      config: { rights: [{ verb: 'get', resource: 'migmigrations', param: 'name' }] },
      schema: {
        tags: ['runs'],
        querystring,
        params: z.object({ name: ObjectName }),
        operationId: 'getReportOfRun',
        description: 'What has become of every object.',
        response: answers({ 200: ReportView }),
      },
      handler: async ({ params: { name }, query }) => {
        const index = await indexes.of(query.namespace);
        const run = await requireObject(host, index, 'MigMigration', name);
        return reportView(name, await requireReport(host, run, NOT_PLACED));
      },
    });
    done();
  };
}
