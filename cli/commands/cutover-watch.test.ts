import type { RunView } from '../server/views.ts';
import { dray } from '../testing/cli.ts';
import type { FakeIo } from '../testing/fake-io.ts';
import { stream } from '../testing/server.ts';
import { condition, ended, failed, run } from '../testing/views.ts';

/** A cutover that is watched or waited for: what is shown, and the exit code. */

const START = 'POST /plans/shop/runs';
const EVENTS = 'GET /runs/shop-1/events';
const pending: RunView = { ...run(), state: 'pending', phase: '' };

function ending(last: RunView) {
  return { [START]: pending, [EVENTS]: stream([{ data: run() }, { data: last }]) };
}

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
