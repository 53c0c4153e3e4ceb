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

  test.each([
    [{}, false],
    [{ quiesce: true }, true],
  ])('a stage %j stops nothing that it was not asked to stop', async (asked, quiescePods) => {
    const { body } = await start({ type: 'stage', ...asked });

    const { name } = body as RunView;
    expect(name).toMatch(/^shop-stage-[0-9a-f]{6}$/);
    expect(body).toMatchObject({ type: 'stage', quiesce: quiescePods });
    expect(migrations()).toMatchObject([
      { metadata: { name }, spec: { stage: true, quiescePods } },
    ]);
  });

  test('a state migration is asked for in MTC’s words', async () => {
    const { body } = await start({ type: 'state' });

    expect(body).toMatchObject({ type: 'state', quiesce: false });
    expect((body as RunView).name).toMatch(/^shop-state-[0-9a-f]{6}$/);
    expect(migrations()).toMatchObject([
      { spec: { stage: false, migrateState: true, quiescePods: false } },
    ]);
  });

  test('what is left out is asked for all the same: a repeated request is known', async () => {
    const first = await start({ type: 'stage' }, 'night');
    const again = await start({ type: 'stage', quiesce: false }, 'night');
    const other = await start({ type: 'stage', quiesce: true }, 'night');

    expect((again.body as RunView).name).toBe((first.body as RunView).name);
    expect(other).toMatchObject({ body: { code: 'DRAY-6007' } });
    expect(migrations()).toHaveLength(1);
  });

  test('rolls back, which stops and verifies nothing on the source', async () => {
    const answer = await start({ type: 'rollback', acceptDataLoss: true });
    expect(answer).toMatchObject({ status: 202, body: { type: 'rollback', state: 'pending' } });
    const [run] = migrations();
    expect(run?.metadata.name).toMatch(/^shop-rollback-[0-9a-f]{6}$/);
    expect(run?.['spec']).toEqual({
      migPlanRef: { name: 'shop', namespace: 'openshift-migration' },
      ...{ stage: false, rollback: true },
    });
  });

  test('says whether a plan may be rolled back before anybody accepts a loss', async () => {
    expect(await start({ type: 'rollback', dryRun: true })).toMatchObject({ status: 200 });
    expect(migrations()).toEqual([]);
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

  test('can be rolled back when it is only not ready, and not when it is closed', async () => {
    const back = { type: 'rollback', acceptDataLoss: true };
    api.host.seed(migPlan('shop', { conditions: [missing] }));
    expect(await start(back)).toMatchObject({ status: 202 });
    api.host.seed(migPlan('shop', { spec: { closed: true } }));
    expect(await start(back)).toMatchObject({ status: 409, body: { code: 'DRAY-2004' } });
  });
});

describe('a plan whose application has moved', () => {
  function done(name: string, minute: number, spec: object = {}): KubeObject {
    const lastTransitionTime = `2026-11-23T10:0${minute}:00Z`;
    const conditions = [condition({ type: 'Succeeded', lastTransitionTime })];
    return migMigration(name, { spec, status: { conditions } });
  }

  test('is not moved again before it is rolled back', async () => {
    api.host.seed(done('moved', 1));
    await api.host.settle();
    expect(await start()).toMatchObject({
      ...{ status: 409, body: { detail: expect.stringContaining('HasFinalMigration') as unknown } },
    });
    expect(await start({ type: 'rollback', acceptDataLoss: true })).toMatchObject({ status: 202 });

    api.host.seed(done('back', 2, { rollback: true }));
    await api.host.settle();
    expect(await start()).toMatchObject({ status: 202 });
  });
});

describe('a run that has its time', () => {
  const startAt = new Date(Date.now() + 3_600_000).toISOString();

  test('is made now, and shows when it starts', async () => {
    const { status, body } = await start({ startAt });
    expect(status).toBe(202);
    expect(body).toMatchObject({ state: 'pending', startsAt: startAt });
    expect(migrations()).toMatchObject([{ spec: { startAt } }]);
  });

  test('shows no time that has come', async () => {
    const { body } = await start({ startAt });
    const { name } = body as RunView;
    const [run] = migrations();
    const { apiVersion, kind } = run as KubeObject;
    await api.host.patch(
      { apiVersion, kind, name, namespace: 'openshift-migration' },
      { metadata: { annotations: { 'drayage.dev/start-due': startAt } } },
    );
    await api.host.settle();
    expect((await api.call('GET', `/runs/${name}`)).body).not.toHaveProperty('startsAt');
  });

  test.each([
    [{ startAt: '2020-01-01T00:00:00Z' }, 409, 'DRAY-2021'],
    [{ startBefore: '2020-01-01T00:00:00Z' }, 409, 'DRAY-2021'],
    [{ startAt, startBefore: '2020-01-01T00:00:00Z' }, 400, 'DRAY-2001'],
    [{ startAt: 'soon' }, 400, 'DRAY-2001'],
  ])('%j is refused before anything is made', async (body, status, code) => {
    const answer = await start(body);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(migrations()).toEqual([]);
  });
});
