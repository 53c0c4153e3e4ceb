import { dray } from '../testing/cli.ts';
import type { FakeIo } from '../testing/fake-io.ts';
import { problem, stream } from '../testing/server.ts';
import { condition, ended, failed, run } from '../testing/views.ts';
import type { RunView } from '../server/views.ts';

const START = 'POST /plans/shop/runs';
const EVENTS = 'GET /runs/shop-1/events';
const pending: RunView = { ...run(), state: 'pending', phase: '' };

function ending(last: RunView) {
  return { [START]: pending, [EVENTS]: stream([{ data: run() }, { data: last }]) };
}

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

test.each([
  ['succeeded', ended('succeeded'), 0],
  ['failed', failed(), 1],
  ['warnings', ended('warnings'), 3],
  ['canceled', ended('canceled'), 6],
])('--wait answers a run that ends as %s with its exit code', async (_, last, expected) => {
  const { code, out } = await dray(['cutover', 'shop', '--wait'], { routes: ending(last) });
  expect(code).toBe(expected);
  expect(out).toContain('cutover shop-1 · plan shop');
});

test('a failure is told with its code, its object and what to do', async () => {
  const { out } = await dray(['cutover', 'shop', '--wait'], { routes: ending(failed()) });
  expect(out).toContain('✗ DRAY-3007 the volume on the target is full');
  expect(out).toContain('new: PersistentVolumeClaim shop/data');
  expect(out).toContain('→ Enlarge the claim on the target');
});

test('--wait -o json prints the run as it ended, and nothing else', async () => {
  const line = ['cutover', 'shop', '--wait', '-o', 'json'];
  const { code, out } = await dray(line, { routes: ending(failed()) });
  expect(code).toBe(1);
  const printed = JSON.parse(out) as Record<string, unknown>;
  expect(printed).toMatchObject({ apiVersion: 'drayage/v1', kind: 'Run', state: 'failed' });
});

test('--watch without a terminal prints one line per change, with its time', async () => {
  const { code, out } = await dray(['cutover', 'shop', '--watch'], {
    routes: ending(ended('succeeded')),
  });
  expect(code).toBe(0);
  const [first, second] = out.split('\n');
  expect(first).toBe('2026-01-10T10:00:00Z cutover shop-1 is running');
  expect(second).toBe('2026-01-10T10:00:00Z phase QuiesceApplications (step 14/31)');
  expect(out).toContain('Z cutover shop-1 is succeeded');
  expect(out).not.toContain('\u001b');
});

test('--watch on a terminal draws in place and leaves the last picture', async () => {
  const { code, out } = await dray(['cutover', 'shop', '--watch'], {
    routes: ending(ended('succeeded')),
    isTty: true,
    frozen: true,
  });
  expect(code).toBe(0);
  expect(out).toContain('\u001b[?2026h');
  const last = out.slice(out.lastIndexOf('\u001b[?2026h'));
  expect(last).toContain('succeeded · 2m 14s');
  expect(out.endsWith('\u001b[?25h')).toBe(true);
});

test('--watch -o json prints one line per state', async () => {
  const line = ['cutover', 'shop', '--watch', '-o', 'json'];
  const { out } = await dray(line, { routes: ending(ended('succeeded')) });
  const lines = out
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text) as RunView);
  expect(lines.map(({ state }) => state)).toEqual(['running', 'succeeded']);
});

test('--timeout leaves a run that goes on: 5', async () => {
  const { code, err } = await dray(['cutover', 'shop', '--wait', '--timeout', '50ms'], {
    routes: { [START]: pending, [EVENTS]: stream([{ data: run() }], { open: true }) },
  });
  expect(code).toBe(5);
  expect(err).toContain('it goes on');
  expect(err).toContain('dray status shop-1 --watch');
});

test('Ctrl-C detaches, says how to come back, and leaves the run alone: 130', async () => {
  const { code, err, asked } = await dray(['cutover', 'shop', '--watch'], {
    routes: { [START]: pending, [EVENTS]: stream([{ data: run() }], { open: true }) },
    prepare: interruptOnFirstLine(),
  });
  expect(code).toBe(130);
  expect(err).toContain('Detached; shop-1 goes on');
  expect(err).toContain('dray status shop-1 --watch');
  expect(asked.map(({ path }) => path)).not.toContain('/runs/shop-1/cancel');
});

/** Presses Ctrl-C as soon as something of the run is shown. */
function interruptOnFirstLine() {
  return (io: FakeIo): void => {
    const { out } = io;
    io.out = (text) => {
      out(text);
      queueMicrotask(io.interrupt);
    };
  };
}

test('a run that is refused while it waits ends the wait: 4', async () => {
  const refused = { ...pending, conditions: [condition()] };
  const { code, err } = await dray(['cutover', 'shop', '--wait'], {
    routes: { [START]: pending, [EVENTS]: stream([{ data: refused }], { open: true }) },
  });
  expect(code).toBe(4);
  expect(err).toContain('refused: PlanNotReady: The plan shop is not ready.');
});

test('a run that is only postponed is waited for', async () => {
  const postponed = { ...pending, conditions: [condition({ type: 'Postponed' })] };
  const { code } = await dray(['cutover', 'shop', '--wait'], {
    routes: {
      [START]: pending,
      [EVENTS]: stream([{ data: postponed }, { data: ended('succeeded') }]),
    },
  });
  expect(code).toBe(0);
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
