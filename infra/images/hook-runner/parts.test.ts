import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { IMAGES } from '../../sandbox/images/catalog.ts';
import { isDebianLayer } from '../../sandbox/images/spec.ts';

const layers = IMAGES['hook-runner'].layers;

test('the image has every file that lies here', () => {
  const inImage = layers
    .flatMap((layer) => (isDebianLayer(layer) ? [] : Object.values(layer.files ?? {})))
    .flatMap(({ source }) => ('repository' in source ? [source.repository] : []));
  const here = ['bin', 'etc'].flatMap((folder) =>
    readdirSync(path.join(import.meta.dirname, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(import.meta.dirname, path.join(entry.parentPath, entry.name))),
  );

  expect(here).toContain('bin/oc');
  expect(inImage.sort()).toEqual(here.map((file) => `infra/images/hook-runner/${file}`).sort());
});

test('of the collections only that for Kubernetes stays', () => {
  const cut = layers.flatMap((layer) => (isDebianLayer(layer) ? (layer.cut ?? []) : []));
  const isCut = (name: string) =>
    cut.some((pattern) =>
      path.matchesGlob(`usr/lib/python3/dist-packages/ansible_collections/${name}`, pattern),
    );

  expect([isCut('kubernetes'), isCut('amazon'), isCut('community')]).toEqual([false, true, true]);
});
