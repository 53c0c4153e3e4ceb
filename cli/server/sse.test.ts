import fc from 'fast-check';
import { createSseParser, type SseMessage } from './sse.ts';

function parse(...pieces: string[]): SseMessage[] {
  return pieces.flatMap(createSseParser());
}

test.each<[string, string, SseMessage[]]>([
  ['an event', 'event: run\nid: 7\ndata: {}\n\n', [{ event: 'run', id: '7', data: '{}' }]],
  ['one without a name', 'data: x\n\n', [{ event: 'message', data: 'x' }]],
  ['data of two lines', 'data: a\ndata: b\n\n', [{ event: 'message', data: 'a\nb' }]],
  ['lines that end as on Windows', 'event: run\r\ndata: x\r\n\r\n', [{ event: 'run', data: 'x' }]],
  ['a value without a space', 'data:x\n\n', [{ event: 'message', data: 'x' }]],
  ['a heartbeat', ': alive\n\n', []],
  ['a name without data', 'event: run\n\n', []],
  ['a time to retry', 'retry: 2000\n\n', []],
  ['one that is not complete', 'data: x\n', []],
])('%s', (_, text, expected) => {
  expect(parse(text)).toEqual(expected);
});

test('events come out the same wherever the text is cut', () => {
  const text = ': hi\n\nevent: run\nid: 1\ndata: {"a":1}\n\nevent: event\ndata: b\ndata: c\n\n';
  fc.assert(
    fc.property(fc.array(fc.nat(text.length)), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const pieces = places.slice(1).map((end, at) => text.slice(places[at], end));
      expect(parse(...pieces)).toEqual(parse(text));
    }),
  );
});
