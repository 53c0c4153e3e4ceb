import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeFilesTree, resolveFiles } from './files-layer.ts';

const noTools = () => Promise.reject(new Error('no tools here'));

describe('resolveFiles', () => {
  it('waits for tools, makes them executable, and hashes what they contain', async () => {
    const program = join(await mkdtemp(join(tmpdir(), 'layer-')), 'program');
    await writeFile(program, 'code');

    const files = await resolveFiles(
      {
        files: {
          '/bin/tool': { source: { tool: 'coredns' } },
          '/etc/motd': { source: { text: 'code' } },
        },
      },
      (name) => (name === 'coredns' ? Promise.resolve(program) : noTools()),
    );

    expect(files.map(({ path, mode }) => [path, mode])).toEqual([
      ['/bin/tool', 0o755],
      ['/etc/motd', 0o644],
    ]);
    expect(files[0]?.sha256).toBe(files[1]?.sha256);
  });

  it('names a file that is not there', async () => {
    const files = resolveFiles({ files: { '/x': { source: { repository: 'no/such' } } } }, noTools);

    await expect(files).rejects.toThrow(/Cannot read .*no\/such, which is part of an image/);
  });
});

describe('makeFilesTree', () => {
  it('lays out files and directories with their modes, whatever the umask', async () => {
    const root = await mkdtemp(join(tmpdir(), 'layer-'));
    const layer = {
      files: { '/usr/bin/run': { source: { text: '#!/bin/sh\n' }, mode: 0o755 } },
      directories: { '/tmp': 0o1777 },
    };
    const modeOf = async (path: string) => (await stat(join(root, path))).mode & 0o7777;

    await makeFilesTree(layer, await resolveFiles(layer, noTools), root);

    expect(await readFile(join(root, 'usr/bin/run'), 'utf8')).toBe('#!/bin/sh\n');
    expect(await modeOf('usr/bin/run')).toBe(0o755);
    expect(await modeOf('tmp')).toBe(0o1777);
  });
});
