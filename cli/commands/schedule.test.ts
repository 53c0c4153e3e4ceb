import { dray } from '../testing/cli.ts';
import { condition, schedule } from '../testing/views.ts';

test('a schedule is made from its flags', async () => {
  const { code, out, err, asked } = await dray(
    // prettier-ignore
    ['schedule', 'create', 'nightly', '--plan', 'shop', '--cron', '0 22 * * *', '--time-zone',
      'Europe/Berlin', '--window', '22:00-05:00', '--jitter', '5m', '--keep', '3', '--type', 'state'],
    { routes: { 'POST /schedules': schedule() } },
  );
  expect(code).toBe(0);
  expect(asked[0]?.body).toEqual({
    ...{ name: 'nightly', plan: 'shop', type: 'state', cron: '0 22 * * *', jitter: '5m' },
    ...{ timeZone: 'Europe/Berlin', window: { start: '22:00', end: '05:00' }, keepRuns: 3 },
  });
  expect(out).toMatch(/nightly +shop +stage +0 22 \* \* \*/);
  expect(err).toContain('Schedule nightly created.');
});

test.each([
  [['--window', 'at night'], 'not two times of day'],
  [['--keep', 'few'], 'not a number'],
  [['--type', 'cutover'], 'stage, state'],
])('%j is refused: 2, and nothing is asked', async (flags, words) => {
  const line = ['schedule', 'create', 'nightly', '--plan', 'shop', '--interval', '6h', ...flags];
  const { code, err, asked } = await dray(line);
  expect(code).toBe(2);
  expect(err).toContain(words);
  expect(asked).toEqual([]);
});

test('one that a failure paused says why, and what to do', async () => {
  const paused = schedule({
    ...{ paused: true, lastRun: { scheduledFor: '2026-01-09T22:00:00Z', state: 'failed' } },
    conditions: [condition({ type: 'Paused', category: 'Warn', message: 'Run x failed.' })],
  });
  const { out } = await dray(['schedule', 'show', 'nightly'], {
    routes: { 'GET /schedules/nightly': paused },
  });
  expect(out).toContain('Last: no run, for 2026-01-09T22:00:00Z, failed');
  expect(out).toContain('! Paused: Run x failed.');
});

test.each([
  ['pause', 'POST /schedules/nightly/pause'],
  ['resume', 'POST /schedules/nightly/resume'],
  ['delete', 'DELETE /schedules/nightly'],
])('%s asks for it, and says so', async (word, route) => {
  const { code, err } = await dray(['schedule', word, 'nightly'], {
    routes: { [route]: schedule() },
  });
  expect(code).toBe(0);
  expect(err).toContain(`Schedule nightly ${word}d.`);
});

test('schedules are listed', async () => {
  const { out } = await dray(['schedule', 'list'], {
    routes: { 'GET /schedules': { items: [schedule(), schedule({ name: 'often' })] } },
  });
  expect(out).toMatch(/^NAME +PLAN +TYPE +WHEN/);
  expect(out).toMatch(/often +shop +stage/);
});
