import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { describeAmount } from './amounts.ts';
import { containerDefaults, isBestEffort, NO_DEFAULTS, podAmounts } from './pod-amounts.ts';

const asking = (cpu: string, rest: object = {}) => ({ resources: { requests: { cpu } }, ...rest });
const cpuOf = (spec: unknown) => podAmounts(spec, NO_DEFAULTS)['requests.cpu'];

test.each<[string, object, number]>([
  ['containers together', { containers: [asking('100m'), asking('0.2')] }, 300],
  [
    'the largest of those before',
    { initContainers: [asking('2'), asking('3')], containers: [asking('1')] },
    3000,
  ],
  [
    'sidecars beside the others',
    { initContainers: [asking('1', { restartPolicy: 'Always' })], containers: [asking('1')] },
    2000,
  ],
  [
    'a sidecar beside one that comes later',
    {
      initContainers: [asking('1', { restartPolicy: 'Always' }), asking('3')],
      containers: [asking('1')],
    },
    4000,
  ],
  ['what the runtime takes', { containers: [asking('1')], overhead: { cpu: '250m' } }, 1250],
  [
    'what is said of the whole pod',
    { containers: [asking('1')], resources: { requests: { cpu: '4' } } },
    4000,
  ],
  ['a limit that stands alone', { containers: [{ resources: { limits: { cpu: 2 } } }] }, 2000],
])('counts %s', (_what, spec, millis) => {
  expect(cpuOf(spec)).toBe(millis);
});

it('goes by every name that a quota may use', () => {
  const resources = { requests: { memory: '1Ki' }, limits: { memory: '2Ki', 'x.io/gpu': '1' } };
  expect(podAmounts({ containers: [{ resources }] }, NO_DEFAULTS)).toEqual({
    ...{ pods: 1000, 'count/pods': 1000 },
    ...{ memory: 1_024_000, 'requests.memory': 1_024_000, 'limits.memory': 2_048_000 },
    ...{ 'x.io/gpu': 1000, 'requests.x.io/gpu': 1000, 'limits.x.io/gpu': 1000 },
  });
});

describe('defaults of LimitRanges', () => {
  const defaults = containerDefaults([
    { spec: { limits: [{ type: 'Pod', max: { cpu: '9' } }] } },
    {
      spec: {
        limits: [{ type: 'Container', default: { cpu: '2' }, defaultRequest: { cpu: '1' } }],
      },
    },
  ]);

  it.each<[object, number, number]>([
    [{}, 1000, 2000],
    [{ requests: { cpu: '500m' } }, 500, 2000],
    [{ limits: { cpu: '3' } }, 3000, 3000],
  ])('are for containers that say nothing: %j', (resources, requests, limits) => {
    const amounts = podAmounts({ containers: [{ resources }] }, defaults);
    expect(amounts).toMatchObject({ 'requests.cpu': requests, 'limits.cpu': limits });
  });

  it('make a pod more than the best effort', () => {
    const spec = { containers: [{ name: 'main' }] };
    expect(isBestEffort(spec, NO_DEFAULTS)).toBe(true);
    expect(isBestEffort(spec, defaults)).toBe(false);
  });
});

test('more containers never ask for less', () => {
  const containers = fc.array(fc.integer({ min: 0, max: 5000 }).map((n) => asking(`${n}m`)));
  fc.assert(
    fc.property(containers, containers, containers, (main, more, before) => {
      const few = cpuOf({ containers: main, initContainers: before }) ?? 0;
      const many = cpuOf({ containers: [...main, ...more], initContainers: before }) ?? 0;
      expect(many).toBeGreaterThanOrEqual(few);
    }),
  );
});

test.each([
  ['requests.cpu', 1500, '1500m'],
  ['cpu', 2000, '2'],
  ['requests.memory', 512 * 2 ** 20 * 1000, '512Mi'],
  ['gold.storageclass.storage.k8s.io/requests.storage', 1.5 * 2 ** 30 * 1000, '1.5Gi'],
  ['count/secrets', 3000, '3'],
])('%s %d is written %s', (name, millis, text) => {
  expect(describeAmount(name, millis)).toBe(text);
});
