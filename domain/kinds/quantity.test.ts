import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { quantityBytes, quantityMillis } from './quantity.ts';

describe('quantityBytes', () => {
  it.each([
    [0, 0],
    [1024, 1024],
    ['1024', 1024],
    ['10Gi', 10 * 2 ** 30],
    ['1.5Ki', 1536],
    ['.5Mi', 2 ** 19],
    ['500M', 5e8],
    ['1k', 1000],
    ['2e3', 2000],
    ['2E3', 2000],
    ['1E', 1e18],
    ['100m', 1],
    ['1500m', 2],
    ['-1Ki', -1024],
  ])('reads %p as %d bytes', (quantity, bytes) => {
    expect(quantityBytes(quantity)).toBe(bytes);
  });

  it.each(['', 'Gi', '10 Gi', '10GB', '10gi', '1e', '--1', 'x10Gi'])(
    'knows no quantity %p',
    (text) => {
      expect(quantityBytes(text)).toBeUndefined();
    },
  );

  it('reads back any whole number of bytes', () => {
    fc.assert(
      fc.property(fc.nat(), (bytes) => {
        expect(quantityBytes(String(bytes))).toBe(bytes);
        expect(quantityBytes(`${bytes}Ki`)).toBe(bytes * 1024);
      }),
    );
  });
});

describe('quantityMillis', () => {
  it.each([
    ['250m', 250],
    ['0.29', 290],
    [2, 2000],
    ['100u', 1],
    ['1Ki', 1_024_000],
  ])('reads %p as %d thousandths', (quantity, millis) => {
    expect(quantityMillis(quantity)).toBe(millis);
  });

  it('adds up as people do', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), (a, b) => {
        const sum = (quantityMillis(`${a}m`) ?? 0) + (quantityMillis(`${b}m`) ?? 0);
        expect(quantityMillis(`${a + b}m`)).toBe(sum);
      }),
    );
  });
});
