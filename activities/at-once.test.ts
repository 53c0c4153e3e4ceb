import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { atOnce } from './at-once.ts';

test('keeps the order of the items, and no more than so many at work', async () => {
  let working = 0;
  let most = 0;
  const results = await atOnce(3, [1, 2, 3, 4, 5, 6, 7], async (item) => {
    most = Math.max(most, ++working);
    await setImmediate();
    working -= 1;
    return item * 2;
  });

  expect(results).toEqual([2, 4, 6, 8, 10, 12, 14]);
  expect(most).toBe(3);
});

test('begins nothing after an error, and waits for what was begun', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const all = atOnce(2, [1, 2, 3, 4], async (item) => {
    begun.push(item);
    if (item === 1) throw new Error('the first');
    await setImmediate();
    ended.push(item);
  });

  await expect(all).rejects.toThrow('the first');
  expect(begun).toEqual([1, 2]);
  expect(ended).toEqual([2]);
});

test('has nothing to do without items', async () => {
  expect(await atOnce(4, [], () => Promise.reject(new Error('never')))).toEqual([]);
});
