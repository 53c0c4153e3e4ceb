import { dray } from '../testing/cli.ts';
import { problem, stream } from '../testing/server.ts';
import { ended, run, volume } from '../testing/views.ts';

const newest = ended('succeeded', { name: 'shop-2' });
const older = ended('failed', { name: 'shop-1' });

test('without a name it is the newest run', async () => {
  const { code, out } = await dray(['status'], {
    routes: { 'GET /runs': { items: [newest, older] } },
  });
  expect(code).toBe(0);
  expect(out).toContain('cutover shop-2 · plan shop');
});

test('a run of that name goes before a plan of that name', async () => {
  const { out, asked } = await dray(['status', 'shop-1'], {
    routes: { 'GET /runs/shop-1': older },
  });
  expect(out).toContain('shop-1');
  expect(asked).toHaveLength(1);
});

test('the name of a plan stands for its newest run', async () => {
  const { out } = await dray(['status', 'shop'], {
    routes: { 'GET /plans/shop/runs': { items: [newest, older] } },
  });
  expect(out).toContain('shop-2');
});

test.each([
  [['status', 'nothing'], {}, 'there is no run and no plan named nothing'],
  [['status', 'shop'], { 'GET /plans/shop/runs': { items: [] } }, 'the plan shop has no run yet'],
  [['status'], { 'GET /runs': { items: [] } }, 'there is no run yet'],
])('%j finds nothing: 8', async (args, routes, words) => {
  const { code, err } = await dray(args, { routes });
  expect(code).toBe(8);
  expect(err).toContain(words);
});

test('without a terminal nothing is coloured', async () => {
  const routes = { 'GET /runs/shop-1': run({ volumes: [volume()] }) };
  const { out } = await dray(['status', 'shop-1'], { routes });
  expect(out).toContain('▸ shop/data');
  expect(out).not.toContain('\u001b');
});

test.each([
  ['json', /^\{\n {2}"apiVersion": "drayage\/v1",\n {2}"kind": "Run",\n {2}"name": "shop-1"/],
  ['yaml', /^apiVersion: drayage\/v1\nkind: Run\nname: shop-1\n/],
  ['name', /^run\/shop-1\n$/],
])('-o %s', async (output, expected) => {
  const routes = { 'GET /runs/shop-1': run() };
  const { code, out } = await dray(['status', 'shop-1', '-o', output], { routes });
  expect(code).toBe(0);
  expect(out).toMatch(expected);
});

test('--wait stays until the run has ended, and answers for it', async () => {
  const { code } = await dray(['status', 'shop-1', '--wait'], {
    routes: {
      'GET /runs/shop-1': run(),
      'GET /runs/shop-1/events': stream([{ data: run() }, { data: older }]),
    },
  });
  expect(code).toBe(1);
});

test('a connection that breaks is told on stderr, and taken up with the last event', async () => {
  const streams = [
    stream([{ id: '5', data: run() }]),
    stream([{ id: '6', data: ended('succeeded') }]),
  ];
  const { code, err, asked } = await dray(['status', 'shop-1', '--watch'], {
    routes: {
      'GET /runs/shop-1': run(),
      'GET /runs/shop-1/events': (each, response) => streams.shift()?.(each, response),
    },
  });
  expect(code).toBe(0);
  expect(err).toContain('connection lost');
  expect(err).toContain('connected again');
  expect(asked.at(-1)?.headers['last-event-id']).toBe('5');
});

test('a run whose news may not be read: 7', async () => {
  const { code } = await dray(['status', 'shop-1', '--watch'], {
    routes: {
      'GET /runs/shop-1': run(),
      'GET /runs/shop-1/events': problem(403, 'DRAY-6002', 'ada may not get migmigrations'),
    },
  });
  expect(code).toBe(7);
});

test('cancel --wait is content when the run was canceled', async () => {
  const { code, asked } = await dray(['cancel', '@latest', '--wait'], {
    routes: {
      'GET /runs': { items: [run()] },
      'POST /runs/shop-1/cancel': run(),
      'GET /runs/shop-1/events': stream([{ data: run() }, { data: ended('canceled') }]),
    },
  });
  expect(code).toBe(0);
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toContain(
    'POST /runs/shop-1/cancel',
  );
});

test('cancel --wait answers for a run that was faster', async () => {
  const { code } = await dray(['cancel', 'shop-1', '--wait'], {
    routes: {
      'GET /runs/shop-1': run(),
      'POST /runs/shop-1/cancel': run(),
      'GET /runs/shop-1/events': stream([{ data: older }]),
    },
  });
  expect(code).toBe(1);
});

test('a run that has ended cannot be canceled: 9', async () => {
  const { code } = await dray(['cancel', 'shop-1'], {
    routes: {
      'GET /runs/shop-1': older,
      'POST /runs/shop-1/cancel': problem(409, 'DRAY-2006', 'run shop-1 has ended: failed'),
    },
  });
  expect(code).toBe(9);
});

test('runs are listed as the server orders them', async () => {
  const { out } = await dray(['runs'], { routes: { 'GET /runs': { items: [newest, older] } } });
  const lines = out.split('\n').map((line) => line.split(/ {2,}/));
  expect(lines[0]).toContain('STATE');
  expect(lines.slice(1, 3).map(([name]) => name)).toEqual(['shop-2', 'shop-1']);
});
