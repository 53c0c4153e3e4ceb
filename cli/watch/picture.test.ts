import { run, START, volume } from '../testing/views.ts';
import type { RunView } from '../server/views.ts';
import type { Space } from './frame.ts';
import { paintLines } from './line.ts';
import { drawRun } from './picture.ts';

const WIDE: Space = { columns: 100, rows: Infinity };

function draw(view: RunView, space: Space = WIDE): string[] {
  const now = Date.parse(START) + 134_000;
  const lines = drawRun({ run: view, now, receivedAt: now }, space);
  return paintLines(lines, space.columns, false).trimEnd().split('\n');
}

const busy = run({
  pipeline: [
    { name: 'Prepare', started: START, completed: '2026-01-10T10:00:12Z' },
    { name: 'DirectImage', skipped: true },
    { name: 'StageBackup', started: '2026-01-10T10:00:52Z' },
    { name: 'Restore' },
  ],
  phaseSeconds: [
    { phase: 'Started', seconds: 0.1 },
    { phase: 'WaitForRefresh', seconds: 12 },
    { phase: 'InitialBackupCreated', seconds: 40 },
  ],
  volumes: [
    volume({
      claim: 'media',
      state: 'copied',
      bytesDone: 3 * 1024 ** 3,
      bytesTotal: 3 * 1024 ** 3,
    }),
    volume(),
  ],
  downtime: { startedAt: '2026-01-10T10:02:00Z', predictedSeconds: 22, seconds: 14 },
  temporal: { workflowId: 'w', runId: 'r', url: 'http://127.0.0.1:8233/w' },
});

test('a run at work, on a usual terminal', () => {
  expect(draw(busy, { columns: 80, rows: 24 })).toEqual([
    'cutover shop-1 · plan shop                                      running · 2m 14s',
    'step 14/31 · 3.6 GiB of 4.5 GiB copied',
    '',
    '  ✓ Prepare 12s   ▸ StageBackup 1m 22s   · Restore',
    '',
    '  … 1 other phase',
    '  ✓ WaitForRefresh        12s',
    '  ✓ InitialBackupCreated  40s',
    '  ▸ QuiesceApplications   1m 22s',
    '',
    '    VOLUME      PASS                   DONE  BYTES               STATE',
    '  ▸ shop/data   2 delta  ████░░░░░░░░   39%  600 MiB of 1.5 GiB  18s left',
    '  ✓ shop/media  2 delta  ████████████  100%  3.0 GiB             copied',
    '',
    '  downtime  00:00:14 and counting · predicted 22s + restore',
    '  temporal  http://127.0.0.1:8233/w',
  ]);
});

test('a wide terminal shows the rate as well, as long as there is one', () => {
  expect(draw(busy).join('\n')).toContain('52 MiB/s');
  const done = draw(run({ volumes: [volume({ state: 'verified' })] })).join('\n');
  expect(done).not.toContain('RATE');
});

describe('whatever the terminal', () => {
  const many = run({
    ...busy,
    volumes: Array.from({ length: 60 }, (_, at) =>
      volume({
        claim: `claim-with-quite-a-long-name-${at}`,
        state: at < 30 ? 'copying' : 'waiting',
      }),
    ),
    phaseSeconds: Array.from({ length: 30 }, (_, at) => ({ phase: `Phase${at}`, seconds: 2 })),
  });

  test.each([
    [200, 50],
    [100, 40],
    [80, 24],
    [60, 20],
    [44, 20],
    [36, 20],
    [24, 24],
  ])('of %d columns and %d rows, the picture fits', (columns, rows) => {
    const lines = draw(many, { columns, rows });
    expect(lines.length).toBeLessThanOrEqual(rows);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(lines.join('\n')).toContain('00:00:14');
    expect(lines.join('\n')).toContain('▸ QuiesceA');
  });

  test('what is left out is counted', () => {
    const text = draw(many, { columns: 80, rows: 24 }).join('\n');
    const shown = text.match(/▸ shop\//g)?.length ?? 0;
    expect(text).toContain(`… and ${60 - shown} more: ${30 - shown} copying, 30 waiting`);
    expect(text).toContain('other phases');
  });
});

test('trouble stands above work, work above what waits, and that above what is done', () => {
  const volumes = (['verified', 'waiting', 'copying', 'failed'] as const).map((state) =>
    volume({ claim: state, state }),
  );
  const names = draw(run({ volumes })).flatMap(
    (line) => /[·▸✓✗] shop\/(\w+)/.exec(line)?.[1] ?? [],
  );
  expect(names).toEqual(['failed', 'copying', 'waiting', 'verified']);
});

test('an empty volume is done when it is copied', () => {
  const empty = volume({ state: 'copied', bytesDone: 0, bytesTotal: 0 });
  expect(draw(run({ volumes: [empty] })).join('\n')).toContain('100%');
});
