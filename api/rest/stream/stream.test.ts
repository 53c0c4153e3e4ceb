import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Coalescer } from './coalescer.ts';
import { eventId, seenUntil } from './event-id.ts';
import { sseComment, sseMessage, sseRetry } from './sse.ts';

describe('coalescing', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  function setUp() {
    const times: number[] = [];
    const started = Date.now();
    const coalescer = new Coalescer(500, () => times.push(Date.now() - started));
    return { coalescer, times };
  }

  test('acts at once, and then at most once per interval', () => {
    const { coalescer, times } = setUp();
    for (let ms = 0; ms < 1_200; ms += 10) {
      coalescer.poke();
      jest.advanceTimersByTime(10);
    }
    jest.advanceTimersByTime(10_000);
    expect(times).toEqual([0, 500, 1_000, 1_500]);
  });

  test('the last poke is never lost, and rest is rest', () => {
    const { coalescer, times } = setUp();
    coalescer.poke();
    jest.advanceTimersByTime(499);
    coalescer.poke();
    jest.advanceTimersByTime(5_000);
    coalescer.poke();
    expect(times).toEqual([0, 500, 5_499]);
  });

  test('acts no more once stopped', () => {
    const { coalescer, times } = setUp();
    coalescer.poke();
    coalescer.poke();
    coalescer.stop();
    coalescer.poke();
    jest.advanceTimersByTime(5_000);
    expect(times).toEqual([0]);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('the id of a message', () => {
  test.each([
    [{ version: 0, ended: false }, '0'],
    [{ version: 1234, ended: false }, '1234'],
    [{ version: 1234, ended: true }, '1234-end'],
  ])('%j is %s, and back', (seen, id) => {
    expect(eventId(seen)).toBe(id);
    expect(seenUntil(id)).toEqual(seen);
  });

  test.each([undefined, '', 'abc', '-end', '12-fin', '9'.repeat(16), '1.5'])(
    'a foreign one, %s, counts as none',
    (id) => {
      expect(seenUntil(id)).toEqual({ version: 0, ended: false });
    },
  );
});

test('messages are of the form of the standard', () => {
  const data = { message: 'two\nlines' };
  expect(sseMessage({ event: 'run', id: '7', data })).toBe(
    'event: run\nid: 7\ndata: {"message":"two\\nlines"}\n\n',
  );
  expect(sseComment('alive')).toBe(': alive\n\n');
  expect(sseRetry(2_000)).toBe('retry: 2000\n\n');
});
