import { expect, test } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { inStreamRows } from './stream-rows.ts';

/** An image stream `namespace/name` whose tags follow these, as a stream names them. */
function stream(place: string, ...follows: { name: string; namespace?: string }[]): KubeObject {
  const [namespace = '', name = ''] = place.split('/');
  const tags = follows.map((from, index) => ({
    ...{ name: String(index), from: { kind: 'ImageStreamTag', ...from } },
  }));
  return {
    ...{ apiVersion: 'image.openshift.io/v1', kind: 'ImageStream', metadata: { name, namespace } },
    spec: { tags },
  };
}

const rowsOf = (...objects: KubeObject[]) =>
  inStreamRows(objects, (object) => object).map((row) => row.map(({ metadata }) => metadata.name));

test('a stream comes behind those that its tags follow', () => {
  const production = stream(
    'shop/production',
    { name: 'tested:1' },
    { name: 'base:1', namespace: 'base' },
  );
  const tested = stream('shop/tested', { name: 'base:1', namespace: 'base' });
  const base = stream('base/base');
  const other = stream('shop/other', { name: 'gone:1' });

  expect(rowsOf(production, other, tested, base)).toEqual([
    ['other', 'base'],
    ['tested'],
    ['production'],
  ]);
});

test('what follows nothing but itself, or is no stream, is in one row', () => {
  const self = stream('shop/web', { name: 'web:1' }, { name: 'latest' });
  const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } };

  expect(rowsOf(self, settings)).toEqual([['web', 'settings']]);
  expect(rowsOf()).toEqual([]);
});

test('no stream is lost in a circle', () => {
  const one = stream('shop/one', { name: 'two:1' });
  const two = stream('shop/two', { name: 'one:1' });

  expect(rowsOf(one, two).flat().sort()).toEqual(['one', 'two']);
});
