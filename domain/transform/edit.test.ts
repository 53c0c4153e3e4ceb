import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clear, drop, EACH, edit, put } from './edit.ts';

const NEVER = () => undefined;

describe('edit', () => {
  const deployment = {
    metadata: { name: 'web' },
    spec: { containers: [{ image: 'a' }, { image: 'b' }, 'odd', null] },
  };

  it('changes every item of a list and shares the rest', () => {
    const edited = edit(deployment, ['spec', 'containers', EACH, 'image'], (image) =>
      image === 'b' ? 'c' : image,
    );

    expect(edited.spec.containers).toEqual([{ image: 'a' }, { image: 'c' }, 'odd', null]);
    expect(edited.metadata).toBe(deployment.metadata);
    expect(edited.spec.containers[0]).toBe(deployment.spec.containers[0]);
    expect(deployment.spec.containers[1]).toEqual({ image: 'b' });
  });

  it('takes away a key or an item for undefined', () => {
    expect(edit({ a: 1, b: 2 }, ['a'], NEVER)).toEqual({ b: 2 });
    expect(edit({ a: [1, 2] }, ['a', EACH], (n) => (n === 1 ? undefined : n))).toEqual({ a: [2] });
  });

  it.each([
    ['absent', {}],
    ['null', { spec: null }],
    ['a text', { spec: 'odd' }],
    ['a list', { spec: [] }],
  ])('returns the input itself where the way is %s', (_name, value) => {
    expect(edit(value, ['spec', 'replicas'], NEVER)).toBe(value);
    expect(edit(value, ['spec', EACH], NEVER)).toBe(value);
  });

  it('returns the input itself when the change is none', () => {
    const value = { a: { b: [1, { c: null }] } };

    expect(edit(value, ['a', 'b'], () => [1, { c: null }])).toBe(value);
  });
});

describe('put', () => {
  it('makes what is missing on the way, for null too', () => {
    expect(put({}, ['a', 'b'], 1)).toEqual({ a: { b: 1 } });
    expect(put({ a: null }, ['a', 'b'], 1)).toEqual({ a: { b: 1 } });
  });

  it.each([['odd'], [[]], [7]])('leaves %p in the way alone', (inTheWay) => {
    const value = { a: inTheWay };

    expect(put(value, ['a', 'b'], 1)).toBe(value);
  });

  it('returns the input itself when the value is there', () => {
    const value = { a: { b: { c: [1] } } };

    expect(put(value, ['a', 'b'], { c: [1] })).toBe(value);
  });
});

describe('drop and clear', () => {
  it('differ in what becomes of an emptied record', () => {
    expect(drop({ a: { x: 1 } }, ['a'], ['x'])).toEqual({ a: {} });
    expect(clear({ a: { x: 1 } }, ['a'], ['x'])).toEqual({});
  });

  it('leave alone a record that was empty before', () => {
    const value = { a: {} };

    expect(clear(value, ['a'], ['x'])).toBe(value);
    expect(drop(value, ['a'], () => true)).toBe(value);
  });

  it('take keys that a function names', () => {
    expect(drop({ a: { x: 1, xy: 2, z: 3 } }, ['a'], (key) => key.startsWith('x'))).toEqual({
      a: { z: 3 },
    });
  });
});

describe('on any JSON', () => {
  const paths = fc.array(fc.constantFrom('a', 'b', '__proto__', 'constructor', EACH));

  it('never throws, never touches the input, and a change to the same is none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), paths, (value, path) => {
        const before = structuredClone(value);

        expect(edit(value, path, (found) => structuredClone(found))).toBe(value);
        edit(value, path, NEVER);
        put(
          value,
          path.filter((step) => typeof step === 'string'),
          1,
        );
        expect(value).toEqual(before);
      }),
    );
  });
});
