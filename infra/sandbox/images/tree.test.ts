import { mkdir, mkdtemp, readdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { judgePath, pruneTree } from './tree.ts';

describe('judgePath', () => {
  const cut = ['usr/share/{doc,man}', 'usr/lib/*/perl*', 'var/cache/*'];

  it.each([
    ['usr/share/doc', true, 'remove'],
    ['usr/share', true, 'enter'],
    ['usr/lib/x86_64-linux-gnu/perl-base', true, 'remove'],
    ['usr/lib/x86_64-linux-gnu/libc.so.6', false, 'keep'],
    ['var/cache', true, 'enter'],
    ['var/cache/apt', true, 'remove'],
  ])('of %s', (path, isDirectory, verdict) => {
    expect(judgePath(path, isDirectory, { cut })).toBe(verdict);
  });

  it.each([
    ['usr/bin/restic', 'keep'],
    ['usr/bin/openssl', 'remove'],
    ['lib/x86_64-linux-gnu/libc.so.6', 'keep'],
  ])('of %s, when only some files are kept', (path, verdict) => {
    expect(judgePath(path, false, { keep: ['usr/bin/restic', 'lib/**'], cut })).toBe(verdict);
  });
});

describe('pruneTree', () => {
  async function makeTree(files: readonly string[]): Promise<string> {
    const root = await mkdtemp(join(tmpdir(), 'tree-'));
    for (const file of files) {
      await mkdir(join(root, dirname(file)), { recursive: true });
      await writeFile(join(root, file), '');
    }
    return root;
  }

  const list = async (root: string) => (await readdir(root, { recursive: true })).sort();

  it('removes what is cut and leaves empty directories alone', async () => {
    const root = await makeTree(['bin/sh', 'usr/share/doc/x/copyright']);

    await pruneTree(root, { cut: ['usr/share/doc'] });

    expect(await list(root)).toEqual(['bin', 'bin/sh', 'usr', 'usr/share']);
  });

  it('keeps only what is asked for, and no directory without it', async () => {
    const root = await makeTree(['bin/busybox', 'usr/share/doc/x/copyright', 'etc/conf']);
    await symlink('busybox', join(root, 'bin/sh'));

    await pruneTree(root, { keep: ['bin/busybox'], cut: [] });

    expect(await list(root)).toEqual(['bin', 'bin/busybox']);
  });
});
