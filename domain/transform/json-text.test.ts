import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editStrings, type JsonPath } from './json-text.ts';

/** All strings of a value with their paths, in the order of the text. */
function stringsOf(value: unknown, path: JsonPath = []): [JsonPath, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Array.isArray(value)
    ? value.flatMap((item, index) => stringsOf(item, [...path, index]))
    : Object.entries(value).flatMap(([key, item]) => stringsOf(item, [...path, key]));
}

describe('editStrings', () => {
  it('changes one string and no other byte', () => {
    const text = ' [ {"b":1e0, "a" : "x\\u003c" ,"a b":["x"]} ]\n';

    expect(editStrings(text, (path) => (path.at(-1) === 0 ? '"y"' : 'x<'))).toBe(
      ' [ {"b":1e0, "a" : "x\\u003c" ,"a b":["\\"y\\""]} ]\n',
    );
  });

  it.each(['', '{', '[}', 'x', '{"a":"b"'])('is undefined for %p', (text) => {
    expect(editStrings(text, (_path, value) => value)).toBeUndefined();
  });

  it('finds every string where it is', () => {
    fc.assert(
      fc.property(fc.json(), fc.boolean(), (json, spaced) => {
        const value: unknown = JSON.parse(json);
        const text = JSON.stringify(value, null, spaced ? 2 : 0);
        const seen: [JsonPath, string][] = [];

        expect(editStrings(text, (path, found) => (seen.push([path, found]), found))).toBe(text);
        expect(seen).toEqual(stringsOf(JSON.parse(text)));
      }),
    );
  });
});
