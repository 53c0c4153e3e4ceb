import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { DECISION_ANNOTATION } from '../../domain/run/hold.ts';
import { condition, migMigration, migPlan } from '../../test/fakes/migration-objects.ts';
import { createRestApi, type RestApi } from '../../test/fakes/rest-api.ts';

const FAILURE = {
  code: 'DRAY-2009',
  kind: 'fatal',
  meaning: 'an image cannot be pulled on the target',
  detail: 'shop/web:1',
  hint: 'Push it.',
};
const HELD = {
  number: 2,
  phase: 'PullTargetImages',
  failure: FAILURE,
  since: '2026-11-23T06:00:00Z',
  until: '2026-11-23T10:00:00Z',
  skippable: true,
};

let api: RestApi;

beforeEach(() => {
  api = createRestApi();
  api.host.seed(migPlan('shop'), migMigration('night', { status: heldAt(HELD) }));
});
afterEach(() => api.server.close());

function heldAt(held: object): object {
  const conditions = [
    condition({ type: 'Running', message: 'Step: 19/49' }),
    condition({ type: 'Held', category: 'Warn' }),
  ];
  return { conditions, drayage: { phaseSeconds: [], held } };
}

function decided(): unknown {
  const text = api.host.objects('MigMigration')[0]?.metadata.annotations?.[DECISION_ANNOTATION];
  return text === undefined ? undefined : JSON.parse(text);
}

test('a run that waits shows why, and until when', async () => {
  const { failure, ...hold } = HELD;
  const { code, detail } = failure;
  expect(await api.call('GET', '/runs/night')).toMatchObject({
    body: { state: 'held', hold, failure: { code, detail } },
  });
});

test.each([
  [{ act: 'retry' }, { hold: 2, act: 'retry' }],
  [
    { act: 'skip', reason: 'they are there' },
    { hold: 2, act: 'skip', reason: 'they are there' },
  ],
  [
    { act: 'rollback', hold: 2 },
    { hold: 2, act: 'rollback' },
  ],
])('%j is handed on', async (body, decision) => {
  const answer = await api.call('POST', '/runs/night/decision', { body });
  expect(answer).toMatchObject({ status: 202, body: { name: 'night', state: 'held' } });
  expect(decided()).toEqual(decision);
});

test('what does not fit the run is refused', async () => {
  for (const [status, body, complaint] of [
    [409, { act: 'retry', hold: 1 }, /hold 1 is over/],
    [400, { act: 'skip' }, /say why/],
    [400, { act: 'restart' }, /retry/],
  ] as const) {
    const answer = await api.call('POST', '/runs/night/decision', { body });
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toMatch(complaint);
  }
  api.host.seed(migMigration('firm', { status: heldAt({ ...HELD, skippable: false }) }));
  api.host.seed(
    migMigration('running', { status: { conditions: [condition({ type: 'Running' })] } }),
  );
  for (const [name, complaint] of [
    ['firm', 'PullTargetImages cannot be left out'],
    ['running', 'does not wait'],
  ] as const) {
    const answer = await api.call('POST', `/runs/${name}/decision`, {
      body: { act: 'skip', reason: 'x' },
    });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'DRAY-2011', detail: expect.stringContaining(complaint) },
    });
  }
  expect(decided()).toBeUndefined();
});
