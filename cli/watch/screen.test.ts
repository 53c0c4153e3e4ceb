import { fakeIo } from '../testing/fake-io.ts';
import { line } from './line.ts';
import { createScreen } from './screen.ts';

const ESC = '\u001b[';

test('a picture is drawn over the last one without erasing it first', () => {
  const io = fakeIo({ isTty: true, columns: 20, env: { NO_COLOR: '1' } });
  const screen = createScreen(io);
  screen.draw([line('one'), line('two')]);
  const first = io.stdout();
  screen.draw([line('three')]);
  const second = io.stdout().slice(first.length);
  expect(second).toContain(`${ESC}2Athree${ESC}K\n${ESC}J`);
  expect(second).not.toContain(`${ESC}2J`);
});

test('no line is longer than the terminal, until the last picture', () => {
  const io = fakeIo({ isTty: true, columns: 6, env: { NO_COLOR: '1' } });
  const screen = createScreen(io);
  screen.draw([line('a long line')]);
  expect(io.stdout()).toContain('a lon…');
  screen.finish([line('a long line')]);
  expect(io.stdout()).toContain('a long line');
});

test('the cursor is hidden while drawing, and comes back', () => {
  const io = fakeIo({ isTty: true });
  const screen = createScreen(io);
  screen.draw([line('x')]);
  expect(io.stdout()).toContain(`${ESC}?25l`);
  expect(io.stdout()).not.toContain(`${ESC}?25h`);
  screen.finish([line('x')]);
  expect(io.stdout().endsWith(`${ESC}?25h`)).toBe(true);
});

test('colour is left out when nobody wants it', () => {
  const coloured = fakeIo({ isTty: true });
  createScreen(coloured).draw([line('x', 'bad')]);
  expect(coloured.stdout()).toContain(`${ESC}31m`);
  const plain = fakeIo({ isTty: true, env: { NO_COLOR: '1' } });
  createScreen(plain).draw([line('x', 'bad')]);
  expect(plain.stdout()).not.toContain(`${ESC}31m`);
});
