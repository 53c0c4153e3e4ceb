import { dray } from '../testing/cli.ts';
import { stream } from '../testing/server.ts';
import { ended, run } from '../testing/views.ts';
import type { RunView } from '../server/views.ts';

const START = 'POST /plans/shop/runs';
const pending: RunView = { ...run(), type: 'stage', state: 'pending', phase: '' };

test.each([
  [[], { type: 'stage', quiesce: false }],
  [['--quiesce'], { type: 'stage', quiesce: true }],
  [['--name', 'night'], { type: 'stage', quiesce: false, name: 'night' }],
])('dray stage shop %j asks for %j', async (flags, body) => {
  const { code, out, err, asked } = await dray(['stage', 'shop', ...flags], {
    routes: { [START]: pending },
  });

  expect(code).toBe(0);
  expect(asked[0]?.body).toEqual(body);
  expect(out).toMatch(/shop-1 +shop +stage/);
  expect(err).toContain('dray status shop-1 --watch');
});

test('dray state shop asks for a state migration, with the same flags', async () => {
  const { asked } = await dray(['state', 'shop', '--quiesce', '--name', 'night'], {
    routes: { [START]: { ...pending, type: 'state' } },
  });

  expect(asked[0]?.body).toEqual({ type: 'state', quiesce: true, name: 'night' });
});

test('it waits as a cutover does, and shows what the cutover would take', async () => {
  const last = ended('succeeded', { type: 'stage', downtime: { predictedSeconds: 7 } });
  const { code, out } = await dray(['stage', 'shop', '--wait'], {
    routes: { [START]: pending, 'GET /runs/shop-1/events': stream([{ data: last }]) },
  });

  expect(code).toBe(0);
  expect(out).toContain('predicted 7s + restore');
});

test('a dry run starts nothing and says so', async () => {
  const { code, err, asked } = await dray(['stage', 'shop', '--dry-run'], {
    routes: { [START]: pending },
  });

  expect(code).toBe(0);
  expect(asked[0]?.body).toMatchObject({ type: 'stage', dryRun: true });
  expect(err).toContain('Nothing was started');
});
