import { dray } from '../testing/cli.ts';
import { problem } from '../testing/server.ts';
import { condition, plan, run } from '../testing/views.ts';
import type { RunView } from '../server/views.ts';

const START = 'POST /plans/shop/runs';
const pending: RunView = { ...run(), state: 'pending', phase: '' };

test('a run is started, and what to do next is said beside the data', async () => {
  const { code, out, err, asked } = await dray(['cutover', 'shop'], {
    routes: { [START]: pending },
  });
  expect(code).toBe(0);
  expect(out).toMatch(/^NAME +PLAN +TYPE +STATE/);
  expect(out).toContain('shop-1');
  expect(err).toContain('dray status shop-1 --watch');
  expect(asked[0]?.body).toEqual({ type: 'cutover', quiesce: true });
  expect(asked[0]?.headers.authorization).toBe('Bearer secret');
  expect(asked[0]?.headers['idempotency-key']).toMatch(/^[\da-f-]{36}$/);
});

test('flags become fields of the request', async () => {
  const line = ['cutover', 'shop', '--no-quiesce', '--verify', '--name', 'now', '-n', 'moving'];
  const { asked } = await dray(line, { routes: { [START]: pending } });
  expect(asked[0]?.body).toEqual({ type: 'cutover', quiesce: false, verify: true, name: 'now' });
  expect(asked[0]?.query.get('namespace')).toBe('moving');
});

test('a plan that the server refuses to run: 4, with what stands in the way', async () => {
  const { code, err } = await dray(['cutover', 'shop'], {
    routes: {
      [START]: problem(409, 'DRAY-2004', 'the plan is not ready', {
        conditions: [condition({ type: 'SourceClusterNotReady', message: 'old is gone' })],
      }),
    },
  });
  expect(code).toBe(4);
  expect(err).toContain('DRAY-2004');
  expect(err).toContain('SourceClusterNotReady: old is gone');
});

test('another run in progress: 9', async () => {
  const { code } = await dray(['cutover', 'shop'], {
    routes: { [START]: problem(409, 'DRAY-2005', 'shop-0 is in progress') },
  });
  expect(code).toBe(9);
});

test('--dry-run starts nothing and says so', async () => {
  const { code, err, asked } = await dray(['cutover', 'shop', '--dry-run'], {
    routes: { [START]: pending },
  });
  expect(code).toBe(0);
  expect(asked[0]?.body).toMatchObject({ dryRun: true });
  expect(err).toContain('Nothing was started');
});

test.each([
  [['--watch', '--wait'], 'cannot be used with'],
  [['--dry-run', '--watch'], 'cannot be used with'],
  [['--timeout', '2h'], 'needs --watch or --wait'],
  [['--wait', '--timeout', 'soon'], 'not a length of time'],
])('%j do not go together: 2, and nothing is asked', async (flags, words) => {
  const { code, err, asked } = await dray(['cutover', 'shop', ...flags]);
  expect(code).toBe(2);
  expect(err).toContain(words);
  expect(asked).toEqual([]);
});

const foretold = { p50Seconds: 12, p90Seconds: 18.4, floorSeconds: 8 };

test('the outage that is expected is said', async () => {
  const started = { ...pending, downtime: { expected: foretold } };
  const known = await dray(['cutover', 'shop'], { routes: { [START]: started } });
  expect(known.err).toContain('Expected outage: about 12s, within 18s in nine of ten cases.');

  const unknown = await dray(['cutover', 'shop'], { routes: { [START]: pending } });
  expect(unknown.err).toContain('not known yet; stage it first: dray stage shop');
});

describe('on a terminal', () => {
  const prediction = {
    ...foretold,
    ...{ converges: false, restless: ['shop/data'], slowest: 'shop/data', passes: 7 },
    parts: { quiesce: 1, lastPass: 3, verify: 2, restore: 2, start: 4 },
    basis: 'other-plans' as const,
  };
  const routes = { [START]: pending, 'GET /plans/shop': plan({ prediction }) };

  test.each([
    ['y', 0, 2],
    ['yes', 0, 2],
    ['', 6, 1],
    ['n', 6, 1],
  ])('whoever answers "%s" to what is foretold: %d', async (answer, code, requests) => {
    const found = await dray(['cutover', 'shop'], { routes, answer });
    expect(found.code).toBe(code);
    expect(found.asked).toHaveLength(requests);
    expect(found.err).toContain('Expected outage: about 12s');
    expect(found.err).toContain('last pass of shop/data 3s');
    expect(found.err).toContain('! shop/data does not converge');
    expect(found.err).toContain('[y/N]');
  });

  test.each([['--yes'], ['--dry-run'], ['--no-quiesce']])('%s asks nobody', async (flag) => {
    const { code, err } = await dray(['cutover', 'shop', flag], { routes, answer: 'n' });
    expect(code).toBe(0);
    expect(err).not.toContain('[y/N]');
  });
});

describe('a cutover that has its time', () => {
  const at = '2026-01-10T12:00:00Z';

  test('is ordered now, and says when it starts', async () => {
    const { asked, err } = await dray(['cutover', 'shop', '--at', at], {
      routes: { [START]: { ...pending, startsAt: at } },
    });
    expect(asked[0]?.body).toMatchObject({ startAt: '2026-01-10T12:00:00.000Z' });
    expect(err).toContain(`starts at ${at}`);
  });

  test('is told beforehand when its window is too short', async () => {
    const prediction = {
      ...{ ...foretold, p90Seconds: 300, converges: true, restless: [], passes: 2 },
      ...{ parts: { quiesce: 1, lastPass: 3, verify: 2, restore: 2, start: 4 } },
      basis: 'usual' as const,
    };
    const { asked, err, code } = await dray(['cutover', 'shop', '--window', '+1h/+62m'], {
      routes: { [START]: pending, 'GET /plans/shop': plan({ prediction }) },
    });
    expect(code).toBe(0);
    expect(err).toContain('may take 5m 00s, the window is only 2m 00s long');
    expect(asked[1]?.body).toMatchObject({ startBefore: '2026-01-10T11:02:00.000Z' });
  });

  test.each([
    [['--at', 'soon'], 'not a time'],
    [['--at', '02:00', '--window', '02:00-04:00'], 'cannot be used with'],
  ])('%j is refused: 2', async (flags, words) => {
    const { code, err, asked } = await dray(['cutover', 'shop', ...flags]);
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(asked).toEqual([]);
  });
});
