import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { DemoFailure } from './demo-failure.ts';
import { takeAll } from './stage.ts';

let folder: string;
const file = (name: string): string => path.join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'stage-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a second demo is told who is at work', async () => {
  const first = await takeAll([file('demo.lock')], 'make demo by ada in /src');

  const second = takeAll([file('demo.lock')], 'make demo by bob in /src');
  await expect(second).rejects.toBeInstanceOf(DemoFailure);
  await expect(second).rejects.toMatchObject({
    message: 'Another demo is running',
    clues: [expect.stringContaining(`make demo by ada in /src, pid ${process.pid}, `)],
  });

  await first.release();
  const third = await takeAll([file('demo.lock')], 'make demo by bob in /src');
  await third.release();
});

test('one that may not begin holds nothing', async () => {
  const first = await takeAll([file('machine.lock')], 'make demo by ada in /src');
  await expect(takeAll([file('ours.lock'), file('machine.lock')], 'second')).rejects.toThrow();

  const third = await takeAll([file('ours.lock')], 'third');
  await Promise.all([first.release(), third.release()]);
});
