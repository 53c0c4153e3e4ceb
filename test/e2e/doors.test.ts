import { expect } from '@jest/globals';
import { VIEWER_ROLE } from '../../domain/install/host.ts';
import { makeAccount } from './harness/account.ts';
import { scenario } from './harness/scenario.ts';

const { test } = scenario('doors', { register: false });

const CLUSTERS = '/api/v1/clusters';

async function problemOf(answer: Response): Promise<unknown> {
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    body: await answer.json(),
  };
}

function problem(status: number, body: Record<string, unknown>): object {
  return { status, type: expect.stringContaining('application/problem+json'), body };
}

test('nobody comes in without a token of the host cluster', async ({ product }) => {
  for (const token of [null, 'not-a-token']) {
    const answer = await product.request(CLUSTERS, { token });
    expect(await problemOf(answer)).toMatchObject(problem(401, { code: 'DRAY-6001' }));
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  }
});

test('whoever lacks a right is told which', async ({ product, target, name: namespace }) => {
  const token = await makeAccount(target, { namespace, name: 'nobody' });
  const answer = await product.request(CLUSTERS, { token });
  const detail = expect.stringContaining('list migclusters.migration.openshift.io');
  expect(await problemOf(answer)).toMatchObject(problem(403, { code: 'DRAY-6002', detail }));
});

test('who may look on may not start a run', async ({ product, target, name: namespace }) => {
  const token = await makeAccount(target, { namespace, name: 'viewer', role: VIEWER_ROLE });
  expect((await product.request(CLUSTERS, { token })).status).toBe(200);
  const answer = await product.request('/api/v1/plans/shop/runs', {
    ...{ token, method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ type: 'cutover' }),
  });
  const detail = expect.stringContaining('create migmigrations.migration.openshift.io');
  expect(await problemOf(answer)).toMatchObject(problem(403, { code: 'DRAY-6002', detail }));
});

test('rights end at the namespace that they are given in', async ({ product }) => {
  const answer = await product.request(`${CLUSTERS}?namespace=openshift-migration`);
  const detail = expect.stringContaining('in namespace openshift-migration');
  expect(await problemOf(answer)).toMatchObject(problem(403, { code: 'DRAY-6002', detail }));
});

test('a field that is wrong is pointed at', async ({ product }) => {
  const answer = await product.request('/api/v1/plans', {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ name: 'Shop!', source: 'source', target: 'target' }),
  });
  const errors = expect.arrayContaining([
    expect.objectContaining({ pointer: '/name' }),
    expect.objectContaining({ pointer: '/namespaces' }),
  ]);
  expect(await problemOf(answer)).toMatchObject(problem(400, { code: 'DRAY-2001', errors }));
});

test('the command line ends with the number that belongs to it', async ({ product }) => {
  const stranger = await product.dray(['cluster', 'list'], { env: { DRAY_TOKEN: 'not-a-token' } });
  expect(stranger).toMatchObject({ code: 7, stderr: expect.stringContaining('DRAY-6001') });
  const absent = await product.dray(['cutover', 'there-is-no-such-plan']);
  expect(absent).toMatchObject({
    code: 8,
    stderr: expect.stringContaining('there-is-no-such-plan'),
  });
  const away = await product.dray(['cluster', 'list'], {
    env: { DRAY_SERVER: 'http://127.0.0.1:1' },
  });
  expect(away).toMatchObject({ code: 10 });
});
