import { fakeIo } from '../testing/fake-io.ts';
import { ended, run, volume } from '../testing/views.ts';
import { lineViewer } from './line-viewer.ts';

const MINUTE = 60_000;

function viewer() {
  const io = fakeIo({ frozen: true });
  return { io, viewer: lineViewer({ io, output: 'table' }) };
}

test('a minute without news is broken by a sign of life', () => {
  const { io, viewer: log } = viewer();
  log.hear({ kind: 'run', run: run() });
  const before = io.stdout();
  io.pass(MINUTE - 1);
  expect(io.stdout()).toBe(before);
  io.pass(1);
  expect(io.stdout().slice(before.length)).toBe(
    '2026-01-10T10:01:00Z still running, phase QuiesceApplications (step 14/31)\n',
  );
});

test('bytes alone put the sign of life off no longer', () => {
  const { io, viewer: log } = viewer();
  log.hear({ kind: 'run', run: run({ volumes: [volume()] }) });
  io.pass(MINUTE / 2);
  log.hear({ kind: 'run', run: run({ volumes: [volume({ bytesDone: 1024 ** 3 })] }) });
  io.pass(MINUTE / 2);
  expect(io.stdout()).toContain('still running');
  expect(io.stdout()).toContain('1.0 GiB of 1.5 GiB copied');
});

test('news put it off', () => {
  const { io, viewer: log } = viewer();
  log.hear({ kind: 'run', run: run() });
  io.pass(MINUTE / 2);
  log.hear({ kind: 'run', run: run({ phase: 'EnsureQuiesced' }) });
  io.pass(MINUTE / 2);
  expect(io.stdout()).not.toContain('still running');
});

test('nothing is said after the end', async () => {
  const { io, viewer: log } = viewer();
  log.hear({ kind: 'run', run: run() });
  await log.end(ended('succeeded'));
  const before = io.stdout();
  io.pass(5 * MINUTE);
  expect(io.stdout()).toBe(before);
});
