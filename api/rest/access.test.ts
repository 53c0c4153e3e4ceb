import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { migMigration, migPlan } from '../../test/fakes/migration-objects.ts';
import { createRestApi, type RestApi } from '../../test/fakes/rest-api.ts';

let api: RestApi;

function open(): RestApi {
  api = createRestApi();
  api.host.seed(migPlan('shop'), migMigration('first'));
  return api;
}

afterEach(() => api.server.close());

/** Every route under /api/v1 and the rights it needs, as `verb resource`. */
const ROUTES = [
  ['GET', '/clusters', 'list migclusters'],
  ['GET', '/clusters/source', 'get migclusters'],
  ['POST', '/clusters', 'create migclusters'],
  ['GET', '/repositories', 'list migstorages'],
  ['GET', '/repositories/repository', 'get migstorages'],
  ['POST', '/repositories', 'create migstorages, create secrets'],
  ['GET', '/plans', 'list migplans'],
  ['GET', '/plans/shop', 'get migplans'],
  ['POST', '/plans', 'create migplans'],
  ['GET', '/plans/shop/runs', 'get migplans, list migmigrations'],
  ['POST', '/plans/shop/runs', 'get migplans, create migmigrations'],
  ['POST', '/plans/shop/dry-run', 'update migplans'],
  ['GET', '/plans/shop/report', 'get migplans'],
  ['GET', '/runs', 'list migmigrations'],
  ['GET', '/runs/first', 'get migmigrations'],
  ['POST', '/runs/first/cancel', 'update migmigrations'],
  ['POST', '/runs/first/decision', 'update migmigrations'],
  ['POST', '/runs/first/limit', 'update migmigrations'],
  ['GET', '/runs/first/events', 'get migmigrations'],
  ['GET', '/runs/first/report', 'get migmigrations'],
  ['GET', '/schedules', 'list migschedules'],
  ['GET', '/schedules/nightly', 'get migschedules'],
  ['POST', '/schedules', 'create migschedules'],
  ['POST', '/schedules/nightly/pause', 'update migschedules'],
  ['POST', '/schedules/nightly/resume', 'update migschedules'],
  ['DELETE', '/schedules/nightly', 'delete migschedules'],
] as const;

const BODIES: Record<string, unknown> = {
  '/clusters': { name: 'new', url: 'https://new.example', token: 'abc' },
  '/repositories': { name: 'new', provider: 'aws', bucket: 'abc', accessKey: 'a', secretKey: 'b' },
  '/plans': {
    name: 'new',
    source: 'source',
    target: 'host',
    repository: 'repository',
    namespaces: ['shop'],
  },
  '/plans/shop/runs': { type: 'cutover' },
  '/runs/first/decision': { act: 'retry' },
  '/runs/first/limit': { kibPerSecond: 1 },
  '/schedules': { name: 'nightly', plan: 'shop', interval: '6h' },
};

function bodyOf(method: string, path: string) {
  return method === 'POST' ? { body: BODIES[path] } : {};
}

describe('every door is locked', () => {
  test('the table names every route of the document', async () => {
    const text = await readFile(new URL('openapi.json', import.meta.url), 'utf8');
    const { paths } = JSON.parse(text) as { paths: Record<string, object> };
    const documented = Object.entries(paths)
      .filter(([path]) => path.startsWith('/api/v1/'))
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
    expect(documented).toHaveLength(ROUTES.length);
    open();
  });

  test.each(ROUTES)('%s %s needs a token (%s)', async (method, path, _) => {
    const { call, host } = open();
    const answer = await call(method, path, {
      ...bodyOf(method, path),
      headers: { authorization: 'Bearer stolen' },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    expect(answer.body).toMatchObject({ code: 'DRAY-6001', status: 401 });
    expect(answer.text).not.toContain('stolen');
    expect(host.objects('Secret')).toEqual([]);
  });

  test.each(ROUTES)('%s %s needs the right to %s, and says so', async (method, path, rights) => {
    const { call, host } = open();
    const before = host.objects('MigMigration').length;
    for (const missing of rights.split(', ')) {
      host.allows = ({ verb, resource }) => `${verb} ${resource}` !== missing;
      const answer = await call(method, path, bodyOf(method, path));
      expect(answer.status).toBe(403);
      const [verb = '', resource = ''] = missing.split(' ');
      const { code, detail } = answer.body as { code: string; detail: string };
      expect(code).toBe('DRAY-6002');
      expect(detail).toMatch(
        new RegExp(`^alice may not ${verb} ${resource}\\S* in namespace openshift-migration$`),
      );
    }
    expect(host.objects('MigMigration')).toHaveLength(before);
  });

  test('rights are asked for in the namespace of the request', async () => {
    const { call, host } = open();
    host.seed({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } });
    host.allows = ({ namespace }) => namespace === 'other';
    expect((await call('GET', '/plans')).status).toBe(403);
    expect(await call('GET', '/plans?namespace=other')).toMatchObject({
      status: 200,
      body: { items: [] },
    });
  });

  test('the token for a Secret is asked for the caller, not for the server', async () => {
    const { call, host } = open();
    host.allows = ({ resource }, who) => who?.username === 'alice' && resource !== 'secrets';
    const refused = await call('POST', '/clusters', { body: BODIES['/clusters'] });
    expect(refused).toMatchObject({ status: 403, body: { code: 'DRAY-6002' } });
    expect(host.objects('Secret')).toEqual([]);
    const hostOnly = { name: 'itself', host: true };
    expect((await call('POST', '/clusters', { body: hostOnly })).status).toBe(201);
  });
});
