import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { takeLock } from './lock.ts';

describe('takeLock', () => {
  let dir: string;
  let file: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'dray-lock-'));
    file = join(dir, 'lock');
  });
  afterEach(async () => rm(dir, { recursive: true }));

  it('lets the next one in when the holder has finished, and tells him who it was', async () => {
    const first = await takeLock({ file, purpose: 'first' });
    const told = Promise.withResolvers<string>();
    const second = takeLock({ file, purpose: 'second', onWait: told.resolve });
    expect(await told.promise).toMatch(/^first, pid \d+/);

    await first.release();
    const lock = await second;
    expect(await readFile(file, 'utf8')).toMatch(/^second/);
    await lock.release();
  });

  it('is free again when its holder was killed', async () => {
    const code = `import('${join(import.meta.dirname, 'lock.ts')}').then(async ({ takeLock }) => {
      await takeLock({ file: '${file}', purpose: 'doomed' });
      console.log('held');
      setInterval(() => {}, 1000);
    });`;
    const doomed = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(doomed.stdout, 'data');
    doomed.kill('SIGKILL');

    const lock = await takeLock({ file, purpose: 'heir' });
    await lock.release();
  });

  it('stops waiting when told to', async () => {
    const holder = await takeLock({ file, purpose: 'holder' });
    const caller = new AbortController();
    const waiting = takeLock({
      file,
      purpose: 'waiting',
      signal: caller.signal,
      onWait: () => caller.abort(new Error('interrupted')),
    });
    await expect(waiting).rejects.toThrow('interrupted');
    await holder.release();
  });
});
