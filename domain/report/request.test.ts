import { expect, it } from '@jest/globals';
import { openRequest } from './request.ts';

it.each<[Record<string, string> | undefined, string | undefined]>([
  [undefined, undefined],
  [{ 'drayage.dev/dry-run-requested': '' }, undefined],
  [{ 'drayage.dev/dry-run-requested': 'now' }, 'now'],
  [{ 'drayage.dev/dry-run-requested': 'b', 'drayage.dev/dry-run-answered': 'a' }, 'b'],
  [{ 'drayage.dev/dry-run-requested': 'a', 'drayage.dev/dry-run-answered': 'a' }, undefined],
])('of %j what has no answer yet is %j', (annotations, expected) => {
  const metadata = { name: 'shop', ...(annotations === undefined ? {} : { annotations }) };
  expect(openRequest({ apiVersion: 'v1', kind: 'MigPlan', metadata })).toBe(expected);
});
