import { condition, run, START, volume } from '../testing/views.ts';
import type { RunView } from '../server/views.ts';
import { describeChanges, describeHeartbeat } from './changes.ts';

function changes(before: RunView | undefined, after: RunView): string[] {
  const now = Date.parse(START) + 60_000;
  return describeChanges(before, { run: after, now, receivedAt: now });
}

test('a run heard of first is told in full', () => {
  expect(changes(undefined, run({ volumes: [volume()] }))).toEqual([
    'cutover shop-1 is running',
    'phase QuiesceApplications (step 14/31)',
    'volume shop/data copying, pass 2 delta',
  ]);
});

test('nothing new is nothing said', () => {
  expect(changes(run({ volumes: [volume()] }), run({ volumes: [volume()] }))).toEqual([]);
});

test('more bytes are not news', () => {
  const after = run({ volumes: [volume({ bytesDone: 1024 ** 3, secondsLeft: 3 })] });
  expect(changes(run({ volumes: [volume()] }), after)).toEqual([]);
});

test.each([
  ['another phase', run({ phase: 'EnsureQuiesced' }), ['phase EnsureQuiesced (step 14/31)']],
  ['another state', run({ state: 'warnings' }), ['cutover shop-1 is warnings']],
  [
    'a prediction',
    run({ downtime: { predictedSeconds: 22 } }),
    ['downtime predicted 22s + restore'],
  ],
  ['the downtime', run({ downtime: { startedAt: START, seconds: 60 } }), ['downtime begins']],
  [
    'its end',
    run({ downtime: { startedAt: START, endedAt: START, seconds: 0 } }),
    ['downtime begins', 'downtime ended after 0s'],
  ],
  [
    'a complaint',
    run({ conditions: [condition({ category: 'Warn' })] }),
    ['Warn: PlanNotReady: The plan shop is not ready.'],
  ],
])('%s is news', (_, after, expected) => {
  expect(changes(run(), after)).toEqual(expected);
});

test.each([
  [{ pass: 3, passKind: 'final' } as const, 'volume shop/data copying, pass 3 final'],
  [{ attempt: 2 }, 'volume shop/data copying, pass 2 delta (try 2)'],
  [{ state: 'copied', bytesDone: 1024 } as const, 'volume shop/data copied, pass 2 delta, 1.0 KiB'],
  [
    { state: 'failed', message: 'disk full' } as const,
    'volume shop/data failed, pass 2 delta: disk full',
  ],
])('a volume with %j is news', (change, expected) => {
  expect(changes(run({ volumes: [volume()] }), run({ volumes: [volume(change)] }))).toEqual([
    expected,
  ]);
});

test('a sign of life says where it is, and how long the application has been down', () => {
  const now = Date.parse(START) + 60_000;
  const downtime = { startedAt: START, seconds: 10 };
  const view = run({ volumes: [volume()], downtime });
  expect(describeHeartbeat({ run: view, receivedAt: now - 5_000, now })).toBe(
    'still running, phase QuiesceApplications (step 14/31), 600 MiB of 1.5 GiB copied, downtime 00:00:15',
  );
});
