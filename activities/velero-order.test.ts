import { afterEach, expect, jest, test } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { isFailure } from '../domain/failures/failure.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import { fulfil, type VeleroOrder } from './velero-order.ts';

const KEY = {
  apiVersion: 'velero.io/v1',
  kind: 'Backup',
  namespace: 'openshift-migration',
  name: 'backup',
};

interface Course {
  /** How the first, the second, … order ends; a reason may follow after a colon. */
  phases: string[];
  /** What stands in the way, at the first look, the second, … */
  obstacles?: string[];
}

/** Has a backup made by a Velero that does what the test says; returns the result and how often it was ordered. */
async function order({ phases, obstacles = [] }: Course) {
  const cluster = new FakeCluster({ name: 'source' });
  let orders = 0;
  const wanted: VeleroOrder = {
    ...{ cluster, key: KEY, code: 'DRAY-4002' },
    place: async () => {
      const { apiVersion, kind, ...metadata } = KEY;
      const [phase, why = `reason ${orders + 1}`] = phases[orders]?.split(': ') ?? [];
      const status = { phase, failureReason: why, validationErrors: [why], errors: 2 };
      await cluster.create({ apiVersion, kind, metadata, status });
      orders += 1;
    },
    withdraw: () => cluster.delete(KEY),
    obstacle: () => Promise.resolve(obstacles.shift()),
  };
  const result = await new MockActivityEnvironment({ scheduledTimestampMs: Date.now() })
    .run(() => fulfil(wanted))
    .catch((error: unknown) => error);
  return { result, orders };
}

afterEach(() => {
  jest.restoreAllMocks();
});

test('is content with what is done', async () => {
  expect(await order({ phases: ['Completed'] })).toEqual({ result: undefined, orders: 1 });
});

test('says what part failed, and does not try that again', async () => {
  const expected = { result: '2 objects had errors.', orders: 1 };
  expect(await order({ phases: ['PartiallyFailed', 'Completed'] })).toEqual(expected);
});

test('orders anew what failed, as soon as the repository can be used', async () => {
  const course = { phases: ['Failed', 'Completed'], obstacles: ['refused', 'refused'] };
  expect(await order(course)).toEqual({ result: undefined, orders: 2 });
  expect(course.obstacles).toEqual([]);
});

test('orders anew as long as Velero does not see what is there', async () => {
  const blind = 'FailedValidation: the backup was not found';
  const { result, orders } = await order({ phases: [blind, blind, blind, 'Completed'] });
  expect({ result, orders }).toEqual({ result: undefined, orders: 4 });
}, 20_000);

test('orders anew what Velero was about to begin when it was restarted', async () => {
  let passed = 0;
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + (passed += 3_000));

  const { result, orders } = await order({ phases: ['ReadyToStart', 'Completed'] });
  expect({ result, orders }).toEqual({ result: undefined, orders: 2 });
  expect(passed).toBeGreaterThan(60_000);
});

test('gives up when it fails again and again with a repository at hand', async () => {
  const { result, orders } = await order({ phases: ['Failed', 'FailedValidation', 'Failed'] });
  expect(orders).toBe(3);
  expect(isFailure(result, 'DRAY-4002') && result.detail).toBe('reason 3');
});

test('does not order anew what finds no room in the repository', async () => {
  const full = 'Failed: XMinioStorageFull';
  const { result, orders } = await order({ phases: [full, full, full] });
  expect(orders).toBe(1);
  expect(isFailure(result, 'DRAY-1108') && result.detail).toBe('XMinioStorageFull');
});
