import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeManifests } from './manifest.ts';
import { compareSections, type Difference } from './manifest-differences.ts';
import { printable } from './printable.ts';
import type { ManifestSummary, Section } from './xfer.ts';

const summary = (change: Partial<ManifestSummary> = {}): ManifestSummary => ({
  manifest: 'v1',
  startedAtMs: 0,
  finishedAtMs: 0,
  entries: 1,
  files: 1,
  bytes: 1,
  filesHashed: 1,
  filesUnreadable: 0,
  walkErrors: 0,
  xattrErrors: 0,
  digests: { entries: 'a', devices: 'b', links: 'c', xattrs: 'd', contents: 'e' },
  ...change,
});

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** The text in pieces of the given size, as a stream delivers it. */
async function* stream(text: string, size = 7): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < text.length; start += size) {
    yield await Promise.resolve(bytes(text.slice(start, start + size)));
  }
}

async function compare(
  section: Section,
  source: string,
  target: string,
  limit = 100,
): Promise<{ differences: Difference[]; total: number }> {
  return compareSections({ section, source: stream(source), target: stream(target) }, limit);
}

const ROOT = 'd\t0755\t0\t0\t100.0\t-\t-\t.\t\n';
const A = 'f\t0644\t0\t0\t100.5\t5\t1\t./a\t\n';
const B = 'l\t0777\t0\t0\t100.5\t5\t1\t./b\t/etc/passwd\n';

describe('judgeManifests', () => {
  it('takes equal digests for equal volumes', () => {
    expect(judgeManifests(summary(), summary({ manifest: 'v2', filesHashed: 0 }))).toEqual({
      kind: 'equal',
    });
  });

  it('names the sections that differ', () => {
    const digests = { ...summary().digests, links: 'x', contents: 'y' };
    expect(judgeManifests(summary(), summary({ digests }))).toEqual({
      kind: 'different',
      sections: ['links', 'contents'],
      mendable: false,
    });
  });

  it('knows what a repair pass brings', () => {
    const digests = { ...summary().digests, contents: 'y' };
    expect(judgeManifests(summary(), summary({ digests }))).toMatchObject({ mendable: true });
  });

  it.each([
    [{ filesUnreadable: 2 }, {}, 'on the source could not be read: 2 files'],
    [{}, { walkErrors: 1 }, 'on the target could not be read: 1 directories or entries'],
    [{}, { xattrErrors: 3 }, 'on the target could not be read: 3 extended attributes'],
  ])('trusts no digest of what was not read (%j, %j)', (source, target, reason) => {
    expect(judgeManifests(summary(source), summary(target))).toEqual({
      kind: 'incomplete',
      reason,
    });
  });
});

describe('compareSections', () => {
  it.each<[string, Section, string, string, Difference[]]>([
    ['nothing', 'entries', ROOT + A + B, ROOT + A + B, []],
    ['a lost file', 'entries', ROOT + A + B, ROOT + B, [{ path: 'a', what: 'missing' }]],
    ['the last lost file', 'entries', ROOT + A + B, ROOT + A, [{ path: 'b', what: 'missing' }]],
    ['an extra file', 'entries', ROOT + A, ROOT + A + B, [{ path: 'b', what: 'extra' }]],
    [
      'a mode of the root',
      'entries',
      ROOT + A,
      ROOT.replace('0755', '0700') + A,
      [{ path: '.', what: 'mode', source: '0755', target: '0700' }],
    ],
    [
      'a rewritten symlink',
      'entries',
      B,
      B.replace('/etc', 'etc'),
      [{ path: 'b', what: 'link target', source: '/etc/passwd', target: 'etc/passwd' }],
    ],
    [
      'a hard link that became a copy',
      'links',
      './a\t./a\n./b\t./a\n',
      '',
      [
        { path: 'a', what: 'same file as', source: './a' },
        { path: 'b', what: 'same file as', source: './a' },
      ],
    ],
    [
      'attributes, of which one name begins like another',
      'xattrs',
      './a\tuser.a.b=0x01\n./a\tuser.a=0x01\n./b\tuser.k=0x01\n',
      './a\tuser.a=0x02\n./b\tuser.k=0x01\n',
      [
        { path: 'a', what: 'attribute user.a.b', source: '0x01' },
        { path: 'a', what: 'attribute user.a', source: '0x01', target: '0x02' },
      ],
    ],
    [
      'an attribute without a value',
      'xattrs',
      './a\tuser.flag\n',
      '',
      [{ path: 'a', what: 'attribute user.flag', source: '' }],
    ],
    [
      'contents, but not of what is missing anyway',
      'contents',
      './a\tx1\n./b\tx2\n',
      './b\tx3\n./c\tx4\n',
      [{ path: 'b', what: 'content', source: 'x2', target: 'x3' }],
    ],
    [
      'a device',
      'devices',
      '1:3\t./null\n',
      '1:5\t./null\n',
      [{ path: 'null', what: 'device numbers', source: '1:3', target: '1:5' }],
    ],
  ])('finds %s', async (...[, section, source, target, expected]) => {
    expect(await compare(section, source, target)).toEqual({
      differences: expected,
      total: expected.length,
    });
  });

  it('keeps the first and counts all', async () => {
    const many = (digest: string): string =>
      Array.from({ length: 250 }, (_, i) => `./f${String(1000 + i)}\t${digest}\n`).join('');
    const { differences, total } = await compare('contents', many('a'), many('b'), 3);
    expect(differences.map(({ path }) => path)).toEqual(['f1000', 'f1001', 'f1002']);
    expect(total).toBe(250);
  });

  it.each<[Section, string]>([
    ['entries', 'f\t0644\n'],
    ['contents', './a\n'],
    ['contents', './a\tx'],
    ['xattrs', 'nonsense\n'],
  ])('refuses what is no line of %s: %j', async (section, text) => {
    await expect(compare(section, text, text)).rejects.toThrow();
  });

  it('finds exactly what was changed, however the stream is cut', async () => {
    const name = fc.stringMatching(/^[a-z\x80-\xff./ =-]{1,12}$/);
    const volume = fc.uniqueArray(fc.record({ name, digest: fc.constantFrom('x', 'y', 'z') }), {
      selector: (file) => file.name,
    });
    await fc.assert(
      fc.asyncProperty(
        volume,
        fc.nat(),
        fc.integer({ min: 1, max: 40 }),
        async (files, pick, size) => {
          const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
          const changed = sorted.length === 0 ? undefined : sorted[pick % sorted.length];
          const text = (other?: string): string =>
            sorted
              .map(
                (file) =>
                  `./${file.name}\t${file === changed ? (other ?? file.digest) : file.digest}\n`,
              )
              .join('');
          const pair = { source: stream(text(), size), target: stream(text('w'), size + 1) };
          const { differences } = await compareSections({ section: 'contents', ...pair }, 10);
          expect(differences.map(({ path }) => path)).toEqual(
            changed === undefined ? [] : [printable(changed.name)],
          );
        },
      ),
    );
  });
});

describe('printable', () => {
  it.each([
    ['plain', 'plain'],
    ['new\\012line', 'new\\nline'],
    ['tab\\011back\\134slash\\015', 'tab\\tback\\\\slash\\r'],
    ['\xc3\xa9', 'é'],
    ['\xff\xfe', '\\xff\\xfe'],
    ['\x01', '\\x01'],
    ['\xc2\x85', '\\u0085'],
  ])('shows %j as %j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });
});
