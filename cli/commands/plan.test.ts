import { dray } from '../testing/cli.ts';
import { problem } from '../testing/server.ts';
import { condition, plan } from '../testing/views.ts';

const CREATE = ['plan', 'create', 'shop', '--source', 'old', '--target', 'new', '--storage', 's3'];
const notReady = plan({ ready: false });

test('namespaces are given one by one, with their new names', async () => {
  const line = [...CREATE, '--namespace', 'shop', '--namespace', 'db:shop-db'];
  const { code, out, err, asked } = await dray(line, { routes: { 'POST /plans': plan() } });
  expect(code).toBe(0);
  expect(asked[0]?.body).toEqual({
    name: 'shop',
    source: 'old',
    target: 'new',
    repository: 's3',
    namespaces: ['shop', 'db:shop-db'],
  });
  expect(out).toContain('shop/data');
  expect(err).toContain('Next: dray cutover shop --watch');
});

test('objects that go directly need no repository', async () => {
  const line = ['plan', 'create', 'shop', '--source', 'old', '--target', 'new'];
  const direct = [...line, '--object-transport', 'Direct', '--namespace', 'shop'];
  const routes = { 'POST /plans': plan({ repository: '', objectTransport: 'Direct' }) };
  const { out, asked } = await dray(direct, { routes });
  expect(asked[0]?.body).toEqual({
    ...{ name: 'shop', source: 'old', target: 'new' },
    ...{ objectTransport: 'Direct', namespaces: ['shop'] },
  });
  expect(out).toMatch(/OBJECTS.*\n.* Direct /);
});

test('a way that nobody knows is refused: 2', async () => {
  const { code, err } = await dray([...CREATE, '--namespace', 'shop', '--object-transport', 'x']);
  expect(code).toBe(2);
  expect(err).toContain('Velero, Direct');
});

test('-n is the namespace of the plan, not one to move', async () => {
  const line = [...CREATE, '--namespace', 'shop', '-n', 'moving'];
  const { asked } = await dray(line, { routes: { 'POST /plans': plan() } });
  expect(asked[0]?.query.get('namespace')).toBe('moving');
  expect(asked[0]?.body).toMatchObject({ namespaces: ['shop'] });
});

test.each([
  [['plan', 'create', 'shop'], '--source'],
  [CREATE, '--namespace'],
])('%j lacks a flag: 2', async (args, flag) => {
  const { code, err } = await dray(args);
  expect(code).toBe(2);
  expect(err).toContain(flag);
});

test('--wait looks until the plan is ready', async () => {
  const answers = [notReady, plan()];
  const { code, asked } = await dray([...CREATE, '--namespace', 'shop', '--wait'], {
    routes: { 'POST /plans': notReady, 'GET /plans/shop': () => answers.shift() ?? plan() },
    hurry: true,
  });
  expect(code).toBe(0);
  expect(asked).toHaveLength(3);
});

test('--wait gives up on a plan that stays blocked, and says why: 4', async () => {
  const blocked = plan({
    ready: false,
    conditions: [condition({ type: 'InvalidStorageRef', message: 'there is no MigStorage s3' })],
  });
  const { code, err } = await dray([...CREATE, '--namespace', 'shop', '--wait'], {
    routes: { 'POST /plans': notReady, 'GET /plans/shop': blocked },
    hurry: true,
  });
  expect(code).toBe(4);
  expect(err).toContain('InvalidStorageRef: there is no MigStorage s3');
});

test('--wait gives up on a plan that takes too long: 5', async () => {
  const line = [...CREATE, '--namespace', 'shop', '--wait', '--timeout', '3s'];
  const { code, err, asked } = await dray(line, {
    routes: { 'POST /plans': notReady, 'GET /plans/shop': notReady },
    hurry: true,
  });
  expect(code).toBe(5);
  expect(err).toContain('shop is not ready after 3s');
  expect(asked.length).toBeGreaterThan(2);
});

test('a plan is shown with its volumes and what stands in its way', async () => {
  const { out } = await dray(['plan', 'show', 'shop'], {
    routes: { 'GET /plans/shop': plan({ conditions: [condition({ category: 'Warn' })] }) },
  });
  expect(out).toMatch(/shop +yes +old +new +shop +1 +s3 +Velero +no/);
  expect(out).toMatch(/shop\/data +10Gi +copy +filesystem +fast +local-path +yes/);
  expect(out).toMatch(/ +9\.9 GiB \(99 %\) +1200 +no +11Gi\n/);
  expect(out).toContain('! PlanNotReady: The plan shop is not ready.');
});

test('plans are listed', async () => {
  const routes = { 'GET /plans': { items: [plan(), plan({ name: 'bank', ready: false })] } };
  expect((await dray(['plan', 'list'], { routes })).out).toMatch(/bank +no/);
  expect((await dray(['plan', 'ls', '-o', 'name'], { routes })).out).toBe('plan/shop\nplan/bank\n');
});

test('a plan of that name exists: 9', async () => {
  const { code } = await dray([...CREATE, '--namespace', 'shop'], {
    routes: { 'POST /plans': problem(409, 'DRAY-1011', 'MigPlan shop') },
  });
  expect(code).toBe(9);
});
