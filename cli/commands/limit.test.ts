import { expect, test } from '@jest/globals';
import { dray } from '../testing/cli.ts';
import { run } from '../testing/views.ts';

const LIMIT = 'POST /runs/shop-1/limit';
const routes = { 'GET /runs/shop-1': run(), [LIMIT]: run() };

test.each([
  ['20M', 20_480, '20 MiB/s'],
  ['500k', 500, '500 KiB/s'],
  ['1.5GiB/s', 1_572_864, '1.5 GiB/s'],
  ['none', 0, 'as fast as it can'],
  ['default', null, 'as is set for all runs'],
])('dray limit shop-1 %s asks for %j KiB/s', async (rate, kibPerSecond, words) => {
  const { code, err, asked } = await dray(['limit', 'shop-1', rate], { routes });

  expect(code).toBe(0);
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ kibPerSecond });
  expect(err).toContain(words);
});

test.each(['20', '0M', 'fast', '-1M'])(
  'a rate of %s is refused before anything is asked',
  async (rate) => {
    const { code, err, asked } = await dray(['limit', 'shop-1', '--', rate], { routes });

    expect(code).toBe(2);
    expect(err).toContain('500K, 20M or 1.5G');
    expect(asked.filter(({ method }) => method === 'POST')).toEqual([]);
  },
);
