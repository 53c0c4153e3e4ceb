import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../domain/kube-object.ts';
import { condition, migMigration, migPlan, READY } from '../../test/fakes/migration-objects.ts';
import { createRestApi, type RestApi } from '../../test/fakes/rest-api.ts';
import type { RunView } from './views/run.ts';

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

describe('starting a run', () => {
  test('makes a MigMigration and says where to follow it', async () => {
    const answer = await start();
    expect(answer.status).toBe(202);
    const { name } = answer.body as RunView;
    expect(name).toMatch(/^shop-cutover-[0-9a-f]{6}$/);
    expect(answer.headers['location']).toBe(`/api/v1/runs/${name}`);
    expect(answer.body).toMatchObject({ plan: 'shop', type: 'cutover', state: 'pending' });
    expect(migrations()).toMatchObject([
      {
        metadata: { name },
        spec: {
          migPlanRef: { name: 'shop', namespace: 'openshift-migration' },
          stage: false,
          quiescePods: true,
        },
      },
    ]);
    expect(await api.call('GET', `/runs/${name}`)).toMatchObject({ status: 200, body: { name } });
  });

  test('takes name, quiesce and verify as they are asked for', async () => {
    await start({ name: 'night.shift', quiesce: false, verify: true });
    expect(migrations()).toMatchObject([
      { metadata: { name: 'night.shift' }, spec: { quiescePods: false, verify: true } },
    ]);
  });

  test('the name of a long plan is shortened to what Kubernetes takes', async () => {
    const plan = `${'a'.repeat(237)}.${'b'.repeat(15)}`;
    api.host.seed(migPlan(plan));
    const { body } = await api.call('POST', `/plans/${plan}/runs`, { body: { type: 'cutover' } });
    const { name } = body as RunView;
    expect(name).toMatch(/^a{237}-cutover-[0-9a-f]{6}$/);
    expect(name.length).toBeLessThanOrEqual(253);
  });

  test('a dry run checks all and makes nothing', async () => {
    const answer = await start({ dryRun: true, name: 'night' });
    expect(answer).toMatchObject({ status: 200, body: { name: 'night', state: 'pending' } });
    expect(answer.headers['location']).toBeUndefined();
    expect(migrations()).toEqual([]);
  });

  test.each([false, true])('a name that is taken is refused; dry run: %s', async (dryRun) => {
    api.host.seed(migMigration('night'));
    const answer = await start({ name: 'night', dryRun });
    expect(answer).toMatchObject({ status: 409, body: { code: 'DRAY-1011' } });
    expect(migrations()).toHaveLength(1);
  });
});

describe('a plan that cannot be run', () => {
  const missing = condition({ type: 'InvalidStorageRef', category: 'Critical', message: 'No.' });
  const limit = condition({ type: 'PvLimitExceeded', category: 'Warn', message: 'Many.' });

  test.each([
    [
      'not ready',
      migPlan('shop', { conditions: [missing, limit] }),
      'not ready; InvalidStorageRef: No.',
    ],
    ['not looked at yet', migPlan('shop', { conditions: [] }), 'the plan is not ready'],
    [
      'no longer ready',
      migPlan('shop', { conditions: [{ ...READY, status: 'False' }] }),
      'is not ready',
    ],
    ['closed', migPlan('shop', { spec: { closed: true } }), 'the plan is closed'],
    [
      'closed by its last run',
      migPlan('shop', { conditions: [READY, condition({ type: 'Closed' })] }),
      'is closed',
    ],
  ])('%s: refused with its conditions', async (_, plan, words) => {
    api.host.seed(plan);
    for (const dryRun of [true, false]) {
      const answer = await start({ dryRun });
      expect(answer).toMatchObject({
        status: 409,
        body: {
          code: 'DRAY-2004',
          detail: expect.stringContaining(words) as unknown,
          object: 'host: MigPlan openshift-migration/shop',
          conditions: (plan['status'] as { conditions: unknown[] }).conditions,
        },
      });
    }
    expect(migrations()).toEqual([]);
  });
});

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

describe('cancelling a run', () => {
  test('asks for it, once or twice', async () => {
    api.host.seed(migMigration('night', { spec: { quiescePods: true } }));
    for (const time of ['first', 'second']) {
      const headers = { 'content-type': 'application/json' };
      const answer = await api.call('POST', '/runs/night/cancel', { headers });
      expect({ time, ...answer }).toMatchObject({
        time,
        status: 202,
        body: { name: 'night', quiesce: true },
      });
      expect(answer.headers['location']).toBe('/api/v1/runs/night');
    }
    expect(migrations()).toMatchObject([{ spec: { canceled: true, quiescePods: true } }]);
  });

  test.each(['Succeeded', 'SucceededWithWarnings', 'Failed', 'Canceled'])(
    'comes too late after %s',
    async (type) => {
      const status = { conditions: [condition({ type })] };
      api.host.seed(migMigration('night', { status }));
      const answer = await api.call('POST', '/runs/night/cancel');
      expect(answer).toMatchObject({ status: 409, body: { code: 'DRAY-2006' } });
      expect(migrations()[0]?.['spec']).not.toHaveProperty('canceled');
    },
  );
});

describe('lists', () => {
  test('runs are the newest first, of one plan or of all', async () => {
    const at = (name: string, creationTimestamp: string, plan: string): KubeObject => {
      const run = migMigration(name, { spec: { migPlanRef: { name: plan } } });
      return { ...run, metadata: { ...run.metadata, creationTimestamp } };
    };
    api.host.seed(
      at('one', '2026-11-01T00:00:00Z', 'shop'),
      at('three', '2026-11-03T00:00:00Z', 'shop'),
      at('two', '2026-11-02T00:00:00Z', 'cart'),
    );
    const names = async (path: string): Promise<string[]> => {
      const { body } = await api.call('GET', path);
      return (body as { items: RunView[] }).items.map(({ name }) => name);
    };
    expect(await names('/runs')).toEqual(['three', 'two', 'one']);
    expect(await names('/plans/shop/runs')).toEqual(['three', 'one']);
    expect(await api.call('GET', '/plans/shop')).toMatchObject({
      body: { lastRun: { name: 'three', type: 'cutover', state: 'pending' } },
    });
  });

  test('clusters, repositories and plans are sorted by name', async () => {
    api.host.seed(migPlan('cart'));
    for (const [path, names] of [
      ['/clusters', ['host', 'source']],
      ['/repositories', ['repository']],
      ['/plans', ['cart', 'shop']],
    ] as const) {
      const { body } = await api.call('GET', path);
      expect((body as { items: { name: string }[] }).items.map(({ name }) => name)).toEqual(names);
    }
  });
});
