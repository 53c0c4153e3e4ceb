import { dray } from '../testing/cli.ts';
import { run } from '../testing/views.ts';
import type { RunView } from '../server/views.ts';

const START = 'POST /plans/shop/runs';
const pending: RunView = { ...run(), type: 'rollback', state: 'pending', phase: '' };

test('a rollback is asked for only by who accepts the loss', async () => {
  const { code, err, asked } = await dray(['rollback', 'shop'], { routes: { [START]: pending } });

  expect(code).toBe(2);
  expect(asked.filter(({ method }) => method === 'POST')).toEqual([]);
  expect(err).toContain('what was written on the target since is lost');
  expect(err).toContain('--yes');
});

test.each([
  [['--yes'], { type: 'rollback', acceptDataLoss: true }],
  [['-y', '--name', 'back'], { type: 'rollback', acceptDataLoss: true, name: 'back' }],
  [['--dry-run'], { type: 'rollback', dryRun: true }],
])('dray rollback shop %j asks for %j', async (flags, body) => {
  const { code, asked } = await dray(['rollback', 'shop', ...flags], {
    routes: { [START]: pending },
  });

  expect(code).toBe(0);
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual(body);
});
