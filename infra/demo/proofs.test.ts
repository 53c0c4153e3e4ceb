import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { compareRows } from './comparison.ts';
import {
  proveAnswers,
  proveCatalogueEqual,
  proveNothingDouble,
  proveNothingMissing,
} from './proofs.ts';

describe('proveNothingMissing', () => {
  it.each([
    { acked: [1, 2], found: [1, 2, 3], holds: true },
    { acked: [1, 2], found: [1], holds: false },
    { acked: [], found: [], holds: false },
  ])('holds=$holds for $acked acknowledged and $found found', ({ acked, found, holds }) => {
    expect(proveNothingMissing(compareRows(acked, found)).holds).toBe(holds);
  });

  it('shows some of what is missing, not a screen full', () => {
    const all = Array.from({ length: 9 }, (_, index) => index + 1);

    expect(proveNothingMissing(compareRows(all, [])).evidence).toContain(
      '9 missing (1, 2, 3, 4, 5, …)',
    );
  });
});

describe('the other proofs about rows', () => {
  it('see a row that is there twice', () => {
    expect(proveNothingDouble(compareRows([1], [1, 1]))).toMatchObject({ holds: false });
  });

  it.each([
    [{ rows: 2, hash: 'a' }, true],
    [{ rows: 2, hash: 'b' }, false],
    [{ rows: 3, hash: 'a' }, false],
  ])('compare the catalogue with %j', (after, holds) => {
    expect(proveCatalogueEqual({ rows: 2, hash: 'a' }, after).holds).toBe(holds);
  });

  it('do not take two empty catalogues for a proof', () => {
    const nothing = { rows: 0, hash: '0' };

    expect(proveCatalogueEqual(nothing, nothing).holds).toBe(false);
  });
});

describe('proveAnswers', () => {
  const server = createServer();
  afterEach(() => void server.removeAllListeners('request').close());

  async function serve(counts: number[]): Promise<{ host: string; port: number }> {
    server.on('request', (_, response) => {
      const orders = counts.length > 1 ? counts.shift() : counts[0];
      response.end(JSON.stringify({ orders, pod: 'web-1' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  }

  it('waits until the page has counted the orders', async () => {
    const proof = await proveAnswers(await serve([3, 7]), {
      orders: 7,
      signal: new AbortController().signal,
    });

    expect(proof).toMatchObject({ holds: true });
    expect(proof.evidence).toContain('shows 7 orders');
  });
});
