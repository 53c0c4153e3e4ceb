import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { failure } from '../../domain/failures/failure.ts';
import { migMigration, migPlan } from '../../test/fakes/migration-objects.ts';
import { createRestApi, type RestApi } from '../../test/fakes/rest-api.ts';

let api: RestApi;

function open(): RestApi {
  api = createRestApi();
  api.host.seed(migPlan('shop'), migMigration('first'));
  return api;
}

afterEach(() => api.server.close());

describe('what needs no token', () => {
  const anonymous = { headers: { authorization: '' } };

  test('the server is alive even when the host cluster is not', async () => {
    const { call, host } = open();
    host.before = () => {
      throw failure('DRAY-1002', { detail: 'connection refused' });
    };
    expect(await call('GET', '//healthz', anonymous)).toMatchObject({
      status: 200,
      body: { status: 'ok' },
    });
    const ready = await call('GET', '//readyz', anonymous);
    expect(ready).toMatchObject({ status: 503, body: { code: 'DRAY-1002', retryable: true } });
    expect(ready.headers['retry-after']).toBe('5');
  });

  test('the server is ready once the host cluster answers', async () => {
    const { call } = open();
    expect((await call('GET', '//readyz', anonymous)).status).toBe(200);
  });

  test('the document it serves is the one that is committed', async () => {
    const { call } = open();
    const served = await call('GET', '//openapi.json', anonymous);
    const committed = await readFile(new URL('openapi.json', import.meta.url), 'utf8');
    expect(served.body).toEqual(JSON.parse(committed));
    expect(served.body).toMatchObject({ openapi: '3.1.0' });
  });

  test('metrics count requests by route, and runs as they are', async () => {
    const { call } = open();
    await call('GET', '/plans/shop');
    await call('GET', '/plans/none');
    await call('GET', '/nowhere');
    const { text, headers } = await call('GET', '//metrics', anonymous);
    expect(headers['content-type']).toMatch(/^text\/plain; version=0.0.4/);
    const lines = text.split('\n');
    const labels = (status: number): string =>
      `{method="GET",route="/api/v1/plans/:name",status="${status}"}`;
    expect(lines).toContain(`dray_http_requests_total${labels(200)} 1`);
    expect(lines).toContain(`dray_http_requests_total${labels(404)} 1`);
    expect(lines).toContain('dray_http_requests_total{method="GET",route="none",status="404"} 1');
    expect(lines).toContain('cam_app_workload_migrations{type="final",status="idle"} 1');
    expect(lines).toContain('cam_app_workload_migrations{type="final",status="running"} 0');
    expect(lines).toContain('dray_runs_in_progress{type="cutover"} 0');
    expect(text).toContain('process_cpu_seconds_total');
  });
});

describe('what there is no route for', () => {
  test.each([
    ['GET', '/nothing', undefined],
    ['GET', '//', undefined],
    ['DELETE', '/plans/shop', 'GET'],
    ['PUT', '/clusters', 'GET, POST'],
    ['GET', '/runs/first/cancel', 'POST'],
    ['POST', '//healthz', 'GET'],
  ] as const)('%s %s; allowed: %s', async (method, path, allow) => {
    const answer = await open().call(method, path);
    const [status, code] = allow === undefined ? [404, 'DRAY-6004'] : [405, 'DRAY-6005'];
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    expect(answer.headers['allow']).toBe(allow);
  });
});
