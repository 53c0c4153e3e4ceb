import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { quantityMillis } from '../kinds/quantity.ts';
import type { KubeObject } from '../kube-object.ts';
import { fitWithin } from './limit-range.ts';
import { USUAL } from './resources.ts';

function limitRange(...limits: object[]): KubeObject {
  const metadata = { name: 'limits', namespace: 'shop' };
  return { apiVersion: 'v1', kind: 'LimitRange', metadata, spec: { limits } };
}

function quota(hard: Record<string, string>): KubeObject {
  const metadata = { name: 'quota', namespace: 'shop' };
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard } };
}

describe('fitWithin', () => {
  it.each([
    ['nothing is asked', [], []],
    [
      'it concerns claims',
      [limitRange({ type: 'PersistentVolumeClaim', max: { memory: '1' } })],
      [],
    ],
    ['only requests are counted', [], [quota({ 'requests.cpu': '1', pods: '5' })]],
    [
      'it gives what we ask for anyway',
      [limitRange({ type: 'Container', defaultRequest: { cpu: '9' } })],
      [],
    ],
  ])('changes nothing when %s', (_, ranges, quotas) => {
    expect(fitWithin(ranges, quotas)).toEqual(USUAL);
  });

  it.each<[string, object, object, object]>([
    [
      'raises requests to the least',
      { min: { cpu: '100m', memory: '48Mi' } },
      { requests: { cpu: '100m', memory: '64Mi' } },
      { requests: { cpu: '100m', memory: '50331648' } },
    ],
    [
      'lowers requests to the most, and sets it as limit',
      { max: { cpu: '20m', memory: '40Mi' } },
      { requests: { cpu: '20m', memory: '41943040' }, limits: { cpu: '20m', memory: '41943040' } },
      { requests: { cpu: '20m', memory: '32Mi' }, limits: { cpu: '20m', memory: '41943040' } },
    ],
    [
      'sets a limit over a default that is less than the request',
      { default: { memory: '16Mi' } },
      { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '536870912' } },
      { requests: { cpu: '50m', memory: '32Mi' }, limits: { memory: '536870912' } },
    ],
    [
      'keeps the ratio of limit and request',
      { maxLimitRequestRatio: { cpu: '2' } },
      { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '100m' } },
      { requests: { cpu: '50m', memory: '32Mi' }, limits: { cpu: '100m' } },
    ],
    [
      'shares what a pod may have',
      { type: 'Pod', max: { memory: '80Mi' } },
      { requests: { cpu: '50m', memory: '41943040' }, limits: { memory: '41943040' } },
      { requests: { cpu: '50m', memory: '32Mi' }, limits: { memory: '41943040' } },
    ],
  ])('%s', (_, item, mover, tunnel) => {
    expect(fitWithin([limitRange({ type: 'Container', ...item })], [])).toEqual({ mover, tunnel });
  });

  it('sets limits where a quota counts them', () => {
    const { mover } = fitWithin([], [quota({ 'limits.cpu': '4', 'limits.memory': '4Gi' })]);
    expect(mover.limits).toEqual({ cpu: '1000m', memory: '536870912' });
  });

  it('stays within every range, and a limit is never below its request', () => {
    const amounts = fc.record({
      min: fc.nat(200),
      more: fc.nat(2_000),
      ratio: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(amounts, ({ min, more, ratio }) => {
        const item = {
          ...{ type: 'Container', min: { cpu: `${min}m` }, max: { cpu: `${min + more}m` } },
          maxLimitRequestRatio: { cpu: String(ratio) },
        };
        const { mover } = fitWithin([limitRange(item)], []);
        const request = quantityMillis(mover.requests['cpu']!)!;
        const limit = quantityMillis(mover.limits!['cpu']!)!;
        expect(request).toBeGreaterThanOrEqual(min);
        expect(limit).toBeGreaterThanOrEqual(request);
        expect(limit).toBeLessThanOrEqual(min + more);
        expect(limit).toBeLessThanOrEqual(request * ratio);
      }),
    );
  });
});
