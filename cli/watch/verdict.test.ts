import { condition, ended, failed, run, START } from '../testing/views.ts';
import type { RunView } from '../server/views.ts';
import type { Frame, Space } from './frame.ts';
import { paintLines } from './line.ts';
import { drawRun } from './picture.ts';

/** What must be read whatever the terminal: the outage, the end, and why. */

const WIDE: Space = { columns: 100, rows: Infinity };

function draw(view: RunView, space: Space = WIDE, frame: Partial<Frame> = {}): string[] {
  const now = Date.parse(START) + 134_000;
  const lines = drawRun({ run: view, now, receivedAt: now, ...frame }, space);
  return paintLines(lines, space.columns, false).trimEnd().split('\n');
}

describe('the downtime', () => {
  const line = (downtime: RunView['downtime'], frame: Partial<Frame> = {}): string | undefined =>
    draw(run(downtime === undefined ? {} : { downtime }), WIDE, frame).find((text) =>
      text.includes('downtime'),
    );

  test('is not mentioned before anything is known of it', () => {
    expect(line(undefined)).toBeUndefined();
  });

  test('is predicted before it begins', () => {
    expect(line({ predictedSeconds: 22 })).toBe('  downtime  predicted 22s + restore');
  });

  test('counts on from what the server said, whatever the clocks say', () => {
    const now = Date.parse('2030-01-01T00:00:00Z');
    const downtime = { startedAt: START, seconds: 14 };
    expect(line(downtime, { receivedAt: now, now: now + 6_500 })).toContain(
      '00:00:20 and counting',
    );
  });

  test('is what it came to once it has ended', () => {
    const downtime = { startedAt: START, endedAt: '2026-01-10T10:00:23Z', predictedSeconds: 22 };
    expect(line(downtime)).toBe('  downtime  23s · predicted 22s + restore');
  });
});

test('the failure is there in full on a narrow terminal', () => {
  const text = draw(failed(), { columns: 40, rows: 10 }).join(' ').replaceAll(/\s+/g, ' ');
  expect(text).toContain('✗ DRAY-3007 the volume on the target is full');
  expect(text).toContain('new: PersistentVolumeClaim shop/data');
  expect(text).toContain('No space left on device (28)');
  expect(text).toContain('→ Enlarge the claim on the target, or choose a larger one in the plan.');
});

test('warnings are shown with the end of the run', () => {
  const warning = condition({ type: 'PodsUnhealthy', category: 'Warn', message: 'web-0 restarts' });
  const text = draw(ended('warnings', { conditions: [warning] })).join('\n');
  expect(text).toContain('succeeded with warnings · 2m 14s');
  expect(text).toContain('! PodsUnhealthy: web-0 restarts');
});

test('what the failure says is not said again as a condition', () => {
  const { failure } = failed();
  const said = condition({ type: 'Failed', message: failure?.detail ?? '' });
  const other = condition({ type: 'Other', message: 'something else' });
  const text = draw({ ...failed(), conditions: [said, other] }).join('\n');
  expect(text).not.toContain('Failed:');
  expect(text).toContain('Other: something else');
});

test('conditions that do not hold, or only inform, are left out', () => {
  const text = draw(
    run({ conditions: [condition({ status: 'False' }), condition({ category: 'Advisory' })] }),
  ).join('\n');
  expect(text).not.toContain('PlanNotReady');
});

test('a run that leaves the applications running says so', () => {
  expect(draw(run({ quiesce: false })).join('\n')).toContain('applications keep running');
});

test('a lost connection and the last event are told', () => {
  const text = draw(run(), WIDE, { notice: 'connection lost', event: 'event Warning X: y' });
  expect(text.slice(-2)).toEqual(['  event Warning X: y', '  connection lost']);
});

test('what a rollback has come to is said, and left out of the complaints', () => {
  const message = 'There was nothing to roll back: the target has nothing of the plan.';
  const told = condition({ type: 'NothingToRollBack', category: 'Advisory', message });

  const lines = draw(ended('succeeded', { type: 'rollback', conditions: [told] }));

  expect(lines).toContain(`  · ${message}`);
  expect(lines.join('\n')).not.toContain('! ');
});
