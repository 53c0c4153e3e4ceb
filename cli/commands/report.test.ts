import { dray } from '../testing/cli.ts';
import { problem } from '../testing/server.ts';
import { ended, report, run } from '../testing/views.ts';

const ROUTES = {
  'GET /runs': { items: [ended('succeeded')] },
  'GET /runs/shop-1': ended('succeeded'),
  'GET /plans/shop/runs': { items: [ended('succeeded')] },
  'GET /runs/shop-1/report': report({ name: 'shop-1' }),
};

test.each([['shop-1'], ['shop'], ['@latest'], undefined])('of %j', async (name) => {
  const { code, out } = await dray(['report', ...(name ?? [])], { routes: ROUTES });
  expect(code).toBe(0);
  expect(out).toMatch(/^shop-1 at .*: 5 objects/);
  expect(out).toMatch(/left behind +Job shop\/migrate +- +it has done its work/);
  expect(out).not.toContain('web-1');
});

test('a plan means its newest cutover: what a rollback takes back has a report, not the rollback', async () => {
  const back = ended('succeeded', { name: 'shop-2', type: 'rollback' });
  const waiting = run({ name: 'shop-3', startsAt: '2026-11-24T22:00:00Z' });
  delete waiting.startedAt;
  const { code, out } = await dray(['report', 'shop'], {
    routes: {
      'GET /plans/shop/runs': { items: [waiting, back, ended('succeeded')] },
      'GET /runs/shop-1/report': report({ name: 'shop-1' }),
    },
  });
  expect(code).toBe(0);
  expect(out).toMatch(/^shop-1 at/);
});

test('a plan without a cutover: 8, and why', async () => {
  const staged = ended('succeeded', { name: 'shop-2', type: 'stage' });
  const { code, err } = await dray(['report', 'shop'], {
    routes: { 'GET /plans/shop/runs': { items: [staged] } },
  });
  expect(code).toBe(8);
  expect(err).toContain('the plan shop has no cutover that has begun yet');
});

test('--all names every object', async () => {
  const { out } = await dray(['report', 'shop-1', '--all'], { routes: ROUTES });
  expect(out).toMatch(/left behind +ReplicaSet shop\/web-1 +- +Deployment web makes it anew/);
});

test('-o yaml', async () => {
  const { out } = await dray(['report', 'shop-1', '-o', 'yaml'], { routes: ROUTES });
  expect(out).toMatch(/^apiVersion: drayage\/v1\nkind: Report\nname: shop-1\n/);
});

test('a run that has none yet: 8, and why', async () => {
  const none = problem(404, 'DRAY-1007', 'there is no report of MigMigration ns/shop-1 yet');
  const { code, err } = await dray(['report', 'shop-1'], {
    routes: { ...ROUTES, 'GET /runs/shop-1/report': none },
  });
  expect(code).toBe(8);
  expect(err).toContain('there is no report');
});
