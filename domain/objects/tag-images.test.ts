import { expect, test } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { emptyFollowers, imageOfTag } from './tag-images.ts';

function stream(status: object, spec: object = {}): KubeObject {
  const metadata = { name: 'web', namespace: 'shop' };
  return { apiVersion: 'image.openshift.io/v1', kind: 'ImageStream', metadata, spec, status };
}

const tags = (rest: object) => ({ tags: [{ tag: '1', ...rest }] });
const FAILED = { type: 'ImportSuccess', status: 'False', message: 'unauthorized' };

test.each<[string, KubeObject | undefined, unknown]>([
  ['has an image', stream(tags({ items: [{ image: 'sha256:a' }], conditions: [FAILED] })), 'there'],
  [
    'could not be imported',
    stream(tags({ conditions: [FAILED] })),
    { state: 'failed', why: 'unauthorized' },
  ],
  ['is of no stream', undefined, { state: 'failed' }],
  ['is about to be imported', stream({}), { state: 'unknown' }],
])('a tag that %s', (_, found, expected) => {
  const image = imageOfTag(found, '1');
  if (expected === 'there') expect(image).toBe('there');
  else expect(image).toMatchObject(expected as object);
});

test('tells of tags that follow another stream and have no image', () => {
  const from = (name: string) => ({ kind: 'ImageStreamTag', name });
  const spec = {
    tags: [
      { name: '1', from: from('base:1') },
      { name: '2', from: from('base:2') },
      { name: '3', from: from('1') },
    ],
  };

  const told = emptyFollowers(stream(tags({ items: [{}] }), spec));

  expect(told).toEqual([
    expect.stringMatching(/^tag 2 has no image: shop\/base:2 was not imported/),
  ]);
});
