import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { layerKey, planLayer } from './layer.ts';

const noTools = () => Promise.reject(new Error('no tools here'));
const options = { report: () => undefined };
const before = process.env['DRAY_CACHE'];

beforeAll(async () => {
  process.env['DRAY_CACHE'] = await mkdtemp(join(tmpdir(), 'cache-'));
});

afterAll(() => {
  if (before === undefined) delete process.env['DRAY_CACHE'];
  else process.env['DRAY_CACHE'] = before;
});

describe('layerKey', () => {
  it('changes with the content only', () => {
    expect(layerKey(['a', 1])).toBe(layerKey(['a', 1]));
    expect(layerKey(['a', 1])).not.toBe(layerKey(['a', 2]));
  });
});

describe('a planned layer', () => {
  const layer = (text: string) => ({ files: { '/etc/motd': { source: { text } } } });

  it('is found once it was made, under the same digest', async () => {
    const plan = await planLayer(layer('hello'), noTools);
    const before = await plan.find();

    const made = await plan.make(options);

    expect(before).toBeUndefined();
    expect(await (await planLayer(layer('hello'), noTools)).find()).toEqual(made);
    expect(made.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('is byte by byte the same when it is made again', async () => {
    const plan = await planLayer(layer('again'), noTools);

    const first = await plan.make(options);
    const second = await plan.make(options);

    expect(second).toEqual(first);
  });

  it('is another one with another content', async () => {
    const one = await (await planLayer(layer('one'), noTools)).make(options);
    const two = await (await planLayer(layer('two'), noTools)).make(options);

    expect(two.diffId).not.toBe(one.diffId);
  });
});
