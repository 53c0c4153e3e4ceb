import { expect, test } from '@jest/globals';
import { differencesOf } from './differences.ts';

test('what is the same is not mentioned', () => {
  const object = { spec: { replicas: 2, list: [1, { a: null }] } };
  expect(
    differencesOf({ one: object }, { one: JSON.parse(JSON.stringify(object)) as unknown }),
  ).toEqual([]);
});

test('says of each object what became of it', () => {
  const before = { gone: {}, other: { spec: { replicas: 2, kept: 1 }, list: [1] } };
  const after = { come: {}, other: { spec: { replicas: 0, kept: 1 }, list: [1, 2], more: 'x' } };
  expect(differencesOf(before, after)).toEqual([
    'come was not there',
    'gone is gone',
    'other: spec.replicas: 2 became 0; list: [1] became [1,2]; more: nothing became "x"',
  ]);
});
