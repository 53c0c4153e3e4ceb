import { expect, it } from '@jest/globals';
import { logTail } from './log-tail.ts';

it('keeps the last twenty lines that say something', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}\n\n`);

  const tail = logTail(lines.join('')).split('\n');

  expect(tail).toHaveLength(20);
  expect([tail.at(0), tail.at(-1)]).toEqual(['line 10', 'line 29']);
});

it.each([
  ['colours', '\u001b[0;31mfatal: [localhost]\u001b[0m', 'fatal: [localhost]'],
  ['carriage returns', 'done\r\n', 'done'],
  ['tabs', '\tindented', '  indented'],
  ['control characters', 'a\u0000b\u0007c', 'abc'],
])('has no %s', (_what, log, tail) => {
  expect(logTail(log)).toBe(tail);
});

it('cuts a line that is endless', () => {
  expect(logTail('x'.repeat(10_000))).toBe(`${'x'.repeat(400)}…`);
});

it('is empty for an empty log', () => {
  expect(logTail('\n \n')).toBe('');
});
