import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parseMeasure } from '../../../domain/transfer/measure.ts';
import { parseStatus } from '../../../domain/transfer/xfer.ts';
import { createPod, temporaryDirectory, type TestPod } from './test-pod.ts';
import { fillVolume } from './test-volume.ts';
import type { PassStatus } from '../../../domain/transfer/xfer.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function newPod(): TestPod<PassStatus> {
  return createPod(temporaryDirectory(cleanups), parseStatus);
}

async function measure(pod: TestPod<PassStatus>) {
  const { rc, stdout, stderr } = await pod.xfer('measure');
  expect({ rc, stderr }).toEqual({ rc: 0, stderr: '' });
  return parseMeasure(stdout)!;
}

function du(directory: string, ...options: string[]): number {
  const out = execFileSync('du', ['-s', '--exclude=./lost+found', ...options, '.'], {
    cwd: directory,
    encoding: 'utf8',
  });
  return Number(out.split('\t')[0]);
}

describe('xfer measure', () => {
  it('counts what du counts, odd names and links among it, and no file twice', async () => {
    const pod = newPod();
    fillVolume(pod.data);
    const { contents } = await measure(pod);

    expect(contents).toEqual({
      allocatedBytes: du(pod.data, '-B1'),
      apparentBytes: du(pod.data, '-B1', '--apparent-size'),
      inodes: du(pod.data, '--inodes'),
      sparseFiles: 1,
      errors: 0,
    });
    expect(contents.apparentBytes - contents.allocatedBytes).toBeGreaterThan(7 * 2 ** 20);
  });

  it('counts nothing in an empty volume but its root', async () => {
    const pod = newPod();
    expect((await measure(pod)).contents).toMatchObject({ inodes: 1, sparseFiles: 0 });
  });

  it('says what its file system has, and cleans up behind itself', async () => {
    const pod = newPod();
    const { fileSystem } = await measure(pod);
    const { sizeBytes, usedBytes, freeBytes } = fileSystem;

    expect(usedBytes).toBeGreaterThan(0);
    expect(usedBytes + freeBytes).toBeLessThanOrEqual(sizeBytes);
    expect(du(pod.state, '--inodes')).toBe(1);
  });

  it('runs detached as a pass does', async () => {
    const pod = newPod();
    await pod.xfer('start', 'measure', `${import.meta.dirname}/bin/xfer`, 'measure');
    const { rc, out } = await pod.awaitState('measure', 'done');

    expect(rc).toBe(0);
    expect(parseMeasure(out)?.contents.inodes).toBe(1);
  });
});
