import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { contentsKey, itemsInBackup } from './contents.ts';

/** What `tar` packs, in the form that Go's archive/tar writes too. */
function pack(files: Record<string, string>, format = 'pax'): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'backup-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const args = ['-c', `--format=${format}`, '-C', folder, ...Object.keys(files)];
    return execFileSync('tar', args, { maxBuffer: 2 ** 26 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const read = (text: string): unknown => JSON.parse(text);

function json(kind: string, name: string, note = ''): string {
  return JSON.stringify({ apiVersion: 'v1', kind, metadata: { name, namespace: 'shop' }, note });
}

describe('what is in a backup', () => {
  it('lies beside it', () => {
    expect(contentsKey('b')).toBe('backups/b/b.tar.gz');
  });

  it('is each object once, with the name of its resource', () => {
    const archive = pack({
      'metadata/version': '1.1.0',
      'resources/deployments.apps/namespaces/shop/web.json': json('Deployment', 'web'),
      'resources/deployments.apps/v1-preferredversion/namespaces/shop/web.json': json('D', 'twice'),
      'resources/namespaces/cluster/shop.json': json('Namespace', 'shop'),
    });

    expect(itemsInBackup(archive)).toEqual([
      { resource: 'deployments.apps', object: read(json('Deployment', 'web')) },
      { resource: 'namespaces', object: read(json('Namespace', 'shop')) },
    ]);
  });

  it.each(['pax', 'ustar'])('may have names as long as there are, in %s', (format) => {
    const long = 'x'.repeat(90);
    const group = 'group.example.com';
    const path = `resources/${long}.${group}/namespaces/shop/${long}.json`;

    const [item] = itemsInBackup(pack({ [path]: json('Thing', long) }, format));

    expect(item).toMatchObject({ resource: `${long}.${group}`, object: { kind: 'Thing' } });
  });

  it('may have names and texts of any language, and of any length', () => {
    const name = `ünï:${'é'.repeat(80)}`;
    const path = `resources/roles.rbac/namespaces/shop/${name}.json`;

    const [item] = itemsInBackup(pack({ [path]: json('Role', name, '語'.repeat(100_000)) }));

    expect(item?.object).toMatchObject({ metadata: { name }, note: '語'.repeat(100_000) });
  });

  it('is not half an archive', () => {
    const archive = pack({ 'resources/a/cluster/b.json': json('A', 'b', 'x'.repeat(2_000)) });

    expect(() => itemsInBackup(archive.subarray(0, 1_536))).toThrow(/ends in the middle/);
    expect(() => itemsInBackup(archive.subarray(0, 3_072))).toThrow(/ends in the middle/);
    expect(itemsInBackup(new Uint8Array(1_024))).toEqual([]);
  });
});
