import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { BANDWIDTH_ANNOTATION } from '../../domain/transfer/bandwidth.ts';
import { condition, migMigration, migPlan } from '../../test/fakes/migration-objects.ts';
import { createRestApi, type RestApi } from '../../test/fakes/rest-api.ts';

let api: RestApi;

beforeEach(() => {
  api = createRestApi();
  const running = { conditions: [condition({ type: 'Running', message: 'Step: 19/49' })] };
  const succeeded = { conditions: [condition({ type: 'Succeeded' })] };
  api.host.seed(
    migPlan('shop'),
    migMigration('night', { status: running }),
    migMigration('evening', { status: succeeded }),
  );
});
afterEach(() => api.server.close());

function limit(): string | undefined {
  const run = api.host.objects('MigMigration').find(({ metadata }) => metadata.name === 'night');
  return run?.metadata.annotations?.[BANDWIDTH_ANNOTATION];
}

test('a limit is noted on the run, changed, and taken away again', async () => {
  for (const [kibPerSecond, noted] of [
    [20_480, '20480'],
    [0, '0'],
    [null, undefined],
  ] as const) {
    const answer = await api.call('POST', '/runs/night/limit', { body: { kibPerSecond } });
    expect(answer).toMatchObject({ status: 202, body: { name: 'night' } });
    expect(limit()).toBe(noted);
  }
});

test.each([-1, 1.5, '20M', 2 ** 40])('%j is no limit', async (kibPerSecond) => {
  const answer = await api.call('POST', '/runs/night/limit', { body: { kibPerSecond } });
  expect(answer.status).toBe(400);
  expect(limit()).toBeUndefined();
});

test('a run that has ended has no limit', async () => {
  const answer = await api.call('POST', '/runs/evening/limit', { body: { kibPerSecond: 1 } });
  expect(answer).toMatchObject({ status: 409, body: { code: 'DRAY-2006' } });
});
