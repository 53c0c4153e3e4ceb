import { fakeIo, type FakeIo } from '../testing/fake-io.ts';
import { ended, run, START } from '../testing/views.ts';
import { liveViewer } from './live-viewer.ts';

function lastPicture(io: FakeIo): string {
  return io.stdout().slice(io.stdout().lastIndexOf('\u001b[?2026h'));
}

function viewer() {
  const io = fakeIo({ frozen: true, isTty: true, columns: 80, rows: 24, env: { NO_COLOR: '1' } });
  return { io, viewer: liveViewer(io) };
}

test('the downtime clock goes on between two pieces of news', () => {
  const { io, viewer: live } = viewer();
  live.hear({ kind: 'run', run: run({ downtime: { startedAt: START, seconds: 14 } }) });
  expect(lastPicture(io)).toContain('00:00:14 and counting');
  io.pass(3_000);
  expect(lastPicture(io)).toContain('00:00:17 and counting');
});

test('a lost connection is shown until it is back', () => {
  const { io, viewer: live } = viewer();
  live.hear({ kind: 'run', run: run() });
  live.hear({ kind: 'lost', why: 'ECONNRESET', retryMs: 500 });
  expect(lastPicture(io)).toContain('connection lost (ECONNRESET)');
  live.hear({ kind: 'back' });
  expect(lastPicture(io)).not.toContain('connection lost');
});

test('the last event is shown', () => {
  const { io, viewer: live } = viewer();
  live.hear({ kind: 'run', run: run() });
  const event = { type: 'Warning', reason: 'FailedMount', message: 'no such disk', time: START };
  live.hear({ kind: 'event', event });
  expect(lastPicture(io)).toContain('event Warning FailedMount: no such disk');
});

test('the end leaves the whole picture, and the clocks stop', async () => {
  const { io, viewer: live } = viewer();
  live.hear({ kind: 'run', run: run() });
  await live.end(ended('succeeded'));
  expect(lastPicture(io)).toContain('succeeded · 2m 14s');
  const before = io.stdout();
  io.pass(10_000);
  expect(io.stdout()).toBe(before);
});
