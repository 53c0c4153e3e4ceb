import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { OWN_API_VERSION } from '../../domain/kinds/group.ts';
import { condition, migPlan } from '../../test/fakes/migration-objects.ts';
import { createRestApi, type RestApi } from '../../test/fakes/rest-api.ts';

const namespace = 'openshift-migration';
const KEY = { apiVersion: OWN_API_VERSION, kind: 'MigSchedule', namespace, name: 'nightly' };

let api: RestApi;

beforeEach(() => {
  api = createRestApi({ now: () => new Date('2026-11-23T12:00:00Z') });
  api.host.seed(migPlan('shop'));
});

afterEach(() => api.server.close());

const BODY = {
  ...{ name: 'nightly', plan: 'shop', cron: '0 22 * * *', timeZone: 'Europe/Berlin' },
  ...{ window: { start: '22:00', end: '05:00' }, jitter: '5m', keepRuns: 3 },
};

test('a schedule is made, shown, paused, resumed and deleted', async () => {
  const made = await api.call('POST', '/schedules', { body: BODY });
  expect(made).toMatchObject({
    ...{ status: 201, headers: { location: '/api/v1/schedules/nightly' } },
    body: { name: 'nightly', plan: 'shop', type: 'stage', ready: false, paused: false },
  });
  const { name, plan, ...spec } = BODY;
  expect(await api.host.get(KEY)).toMatchObject({
    metadata: { name },
    spec: { migPlanRef: { name: plan, namespace }, ...spec },
  });

  await api.host.patch(KEY, {
    status: {
      conditions: [condition({ type: 'Ready' }), condition({ type: 'Paused' })],
      lastRun: { name: 'nightly-1', scheduledFor: '2026-11-22T21:00:00Z', state: 'failed' },
    },
  });
  const shown = { ready: true, paused: true, lastRun: { name: 'nightly-1', state: 'failed' } };
  expect((await api.call('GET', '/schedules/nightly')).body).toMatchObject(shown);
  expect((await api.call('GET', '/schedules')).body).toMatchObject({ items: [shown] });

  await api.call('POST', '/schedules/nightly/pause');
  expect((await api.host.get(KEY))?.['spec']).toMatchObject({ suspend: true });
  await api.call('POST', '/schedules/nightly/resume');
  expect(await api.host.get(KEY)).toMatchObject({
    metadata: { annotations: { 'drayage.dev/resume-requested': '2026-11-23T12:00:00.000Z' } },
    spec: { suspend: false },
  });

  expect((await api.call('DELETE', '/schedules/nightly')).status).toBe(200);
  expect((await api.call('GET', '/schedules/nightly')).status).toBe(404);
  expect((await api.call('DELETE', '/schedules/nightly')).status).toBe(404);
});

test.each([
  [{ cron: undefined }, 400, 'spec.cron and spec.interval (found neither)'],
  [{ timeZone: 'Mars' }, 400, 'spec.timeZone (found \\"Mars\\")'],
  [{ window: { start: '25:00', end: '05:00' } }, 400, '/window/start'],
  [{ plan: 'none' }, 404, 'MigPlan openshift-migration/none'],
])('%j is refused', async (changes, status, words) => {
  const answer = await api.call('POST', '/schedules', { body: { ...BODY, ...changes } });
  expect(answer.status).toBe(status);
  expect(answer.text).toContain(words);
  expect(api.host.objects('MigSchedule')).toEqual([]);
});
