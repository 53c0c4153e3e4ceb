import { expect, test } from '@jest/globals';
import { ExpiringMap } from './expiring-map.ts';

test('forgets the oldest entry beyond its size, and keeps what was set anew', () => {
  const map = new ExpiringMap<number>({ ttlMs: 10, maxEntries: 2, now: () => 0 });
  map.set('a', 1);
  map.set('b', 2);
  map.set('a', 3);
  map.set('c', 4);
  expect(map.get('b')).toBeUndefined();
  expect(map.get('a')).toBe(3);
  expect(map.get('c')).toBe(4);
  expect(map.size).toBe(2);
});

test('forgets an entry when its time has come', () => {
  const clock = { ms: 0 };
  const map = new ExpiringMap<number>({ ttlMs: 10, maxEntries: 2, now: () => clock.ms });
  map.set('a', 1);
  clock.ms = 9;
  expect(map.get('a')).toBe(1);
  clock.ms = 10;
  expect(map.get('a')).toBeUndefined();
  expect(map.size).toBe(0);
});
