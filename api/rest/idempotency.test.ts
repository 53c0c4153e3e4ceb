import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../domain/kube-object.ts';
import { migPlan } from '../../test/fakes/migration-objects.ts';
import { createRestApi, type RestApi } from '../../test/fakes/rest-api.ts';

let api: RestApi;

beforeEach(() => {
  api = createRestApi();
  api.host.seed(migPlan('shop'));
});

afterEach(() => api.server.close());

function migrations(): KubeObject[] {
  return api.host.objects('MigMigration');
}

function start(body: object = {}, key?: string) {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
  return api.call('POST', '/plans/shop/runs', { body: { type: 'cutover', ...body }, headers });
}

describe('an idempotency key', () => {
  test('starts one run, however often the request comes', async () => {
    const first = await start({ verify: true }, 'k-1');
    await api.host.settle();
    const second = await start({ verify: true }, 'k-1');
    expect(second.status).toBe(202);
    expect(second.headers['location']).toBe(first.headers['location']);
    expect(migrations()).toHaveLength(1);
    expect(migrations()[0]?.metadata.annotations).toMatchObject({
      'migration.openshift.io/idempotency-key': 'k-1',
    });
  });

  test('of requests at the same moment, before any watch has seen one', async () => {
    const answers = await Promise.all([start({}, 'k-1'), start({}, 'k-1'), start({}, 'k-1')]);
    expect(new Set(answers.map(({ headers }) => headers['location'])).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(migrations()).toHaveLength(1);
  });

  test('also when the plan has been closed by the run since', async () => {
    const first = await start({}, 'k-1');
    await api.host.settle();
    api.host.seed(migPlan('shop', { spec: { closed: true } }));
    expect((await start({}, 'k-1')).headers['location']).toBe(first.headers['location']);
  });

  test("with a name of one's own", async () => {
    await start({ name: 'night' }, 'k-1');
    expect(await start({ name: 'night' }, 'k-1')).toMatchObject({ status: 202 });
    expect(migrations()).toHaveLength(1);
    expect(await start({ name: 'night' }, 'k-2')).toMatchObject({
      status: 409,
      body: { code: 'DRAY-1011' },
    });
  });

  test.each([{ quiesce: false }, { verify: true }, { name: 'other' }])(
    'does not stand for another request: %j',
    async (other) => {
      await start({}, 'k-1');
      await api.host.settle();
      const answer = await start(other, 'k-1');
      expect(answer).toMatchObject({ status: 422, body: { code: 'DRAY-6007' } });
      expect(migrations()).toHaveLength(1);
    },
  );

  test('another key starts another run', async () => {
    await start({}, 'k-1');
    await start({}, 'k-2');
    await start();
    await start();
    expect(new Set(migrations().map(({ metadata }) => metadata.name)).size).toBe(4);
  });
});
