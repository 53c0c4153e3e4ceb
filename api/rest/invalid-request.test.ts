import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migPlan } from '../../test/fakes/migration-objects.ts';
import { createRestApi, type RestApi, TOKEN } from '../../test/fakes/rest-api.ts';

let api: RestApi;

beforeAll(() => {
  api = createRestApi();
  api.host.seed(migPlan('shop'));
});

afterAll(() => api.server.close());

describe('a request that is wrong otherwise', () => {
  const json = { 'content-type': 'application/json' };
  const send = (path: string, payload: string, headers: Record<string, string> = json) =>
    api.server.inject({
      method: 'POST',
      url: `/api/v1${path}`,
      payload,
      headers: { authorization: `Bearer ${TOKEN}`, ...headers },
    });

  test.each([
    ['broken JSON', '{"name":', json, 400, 'DRAY-6006'],
    ['an empty body', '', json, 400, 'DRAY-2001'],
    ['a form', 'name=x', { 'content-type': 'text/csv' }, 415, 'DRAY-6006'],
    ['a body beyond the limit', `"${'x'.repeat(300_000)}"`, json, 413, 'DRAY-6006'],
    ['a list', '[]', json, 400, 'DRAY-2001'],
    ['null', 'null', json, 400, 'DRAY-2001'],
    ['a poisoned prototype', '{"__proto__":{"host":true}}', json, 400, 'DRAY-6006'],
  ])('%s', async (...[, payload, headers, status, code]) => {
    const answer = await send('/clusters', payload, headers);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code, status });
    expect(answer.headers['content-type']).toMatch('application/problem+json');
  });

  test.each([
    ['GET', '/plans?namespace=Nope', 'query', '/namespace'],
    ['GET', '/plans?namespace=a&namespace=b', 'query', '/namespace'],
    ['GET', '/plans?limit=3', 'query', '/limit'],
    ['GET', '/plans/Nope', 'path', '/name'],
    ['GET', '/runs/a_b/events', 'path', '/name'],
  ] as const)('%s %s: %s%s', async (method, path, part, pointer) => {
    const answer = await api.call(method, path);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'DRAY-2001', errors: [{ in: part, pointer }] },
    });
  });

  test.each(['two words', 'x'.repeat(256), 'ü'])('the idempotency key "%s"', async (key) => {
    const headers = { 'idempotency-key': key };
    const answer = await api.call('POST', '/plans/shop/runs', {
      body: { type: 'cutover' },
      headers,
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'DRAY-2001', errors: [{ in: 'header', pointer: '/idempotency-key' }] },
    });
  });

  test.each([
    ['/plans?namespace=nowhere', 'Namespace nowhere'],
    ['/plans/none', 'MigPlan openshift-migration/none'],
    ['/plans/none/runs', 'MigPlan openshift-migration/none'],
    ['/runs/none', 'MigMigration openshift-migration/none'],
    ['/runs/none/events', 'MigMigration openshift-migration/none'],
    ['/clusters/none', 'MigCluster openshift-migration/none'],
    ['/repositories/none', 'MigStorage openshift-migration/none'],
  ])('GET %s: there is no %s', async (path, object) => {
    const answer = await api.call('GET', path);
    expect(answer).toMatchObject({
      status: 404,
      body: { code: 'DRAY-1007', object: `host: ${object}` },
    });
  });
});
