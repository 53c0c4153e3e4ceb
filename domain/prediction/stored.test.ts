import { expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import type { OutageSample, PassSample } from './history.ts';
import { buildOutages, buildPasses, readOutages, readPasses } from './stored.ts';

const OWNER = { namespace: 'ns', name: 'shop', uid: 'plan-uid' };
const PASS: PassSample = {
  ...{ startedAt: '2026-01-10T10:00:00Z', kind: 'delta' },
  ...{ bytesSent: 1, filesScanned: 2, seconds: 0.5 },
};
const OUTAGE: OutageSample = {
  ...{ run: 'r', plan: 'p', type: 'cutover', objectTransport: 'Direct' },
  parts: { quiesce: 1, lastPass: 2, verify: 3, restore: 4, start: 5 },
  ...{ endedAt: '2026-01-10T10:00:00Z', leadSeconds: 6 },
  expected: { p50Seconds: 7, p90Seconds: 8 },
};

function holding(data: Record<string, string>): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'history' }, data };
}

it('reads what it has written, whole', () => {
  const volumes = { 'shop/data': [PASS] };
  expect(readPasses(buildPasses(OWNER, volumes, undefined))).toEqual(volumes);
  expect(readOutages(buildOutages('ns', [OUTAGE], undefined))).toEqual([OUTAGE]);
});

it.each(['', '[]', '{"shop/data":1}', '{"shop/data":[{}]}', 'null', '{', '7'])(
  'forgets passes that are %j',
  (passes) => {
    expect(readPasses(holding({ passes }))).toEqual({});
  },
);

it('forgets lines that are no outage, and keeps the others', () => {
  const outages = ['{}', 'null', '{"parts":1}', JSON.stringify(OUTAGE), '{', '7'].join('\n');
  expect(readOutages(holding({ outages }))).toEqual([OUTAGE]);
});
