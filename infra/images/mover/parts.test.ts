import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { IMAGES } from '../../sandbox/images/catalog.ts';
import { isDebianLayer } from '../../sandbox/images/spec.ts';

/** What is not in this list is neither in the image nor in what tells a new image from an old one. */
function filesOfImage(): [place: string, source: string][] {
  return IMAGES.mover.layers
    .flatMap((layer) => (isDebianLayer(layer) ? [] : Object.entries(layer.files ?? {})))
    .flatMap(([place, { source }]) => ('repository' in source ? [[place, source.repository]] : []));
}

test('the image has the program and all its parts, as they lie here', () => {
  const here = ['bin', 'lib'].flatMap((folder) =>
    readdirSync(path.join(import.meta.dirname, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(import.meta.dirname, path.join(entry.parentPath, entry.name))),
  );

  expect(here).toContain('bin/xfer');
  expect(filesOfImage().sort()).toEqual(
    here
      .map((file) => [`/usr/local/${file}`, `infra/images/mover/${file}`])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
});
