import { expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Clusters } from '../clients/kube/clusters.ts';
import { API_VERSION, NAMESPACE, OWN_API_VERSION } from '../domain/kinds/group.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import type { ScheduleOrder } from '../domain/schedule/order.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import type { Ports } from './ports.ts';
import { createScheduleActivities } from './schedules.ts';

const KEY = { apiVersion: OWN_API_VERSION, kind: 'MigSchedule', namespace: NAMESPACE };
const FOR = '2026-11-23T22:00:00.000Z';

function given(changes: Partial<ScheduleOrder> = {}) {
  const host = new FakeCluster();
  const [object] = host.seed({
    ...{ apiVersion: OWN_API_VERSION, kind: 'MigSchedule' },
    metadata: { name: 'nightly', namespace: NAMESPACE },
    spec: { migPlanRef: { name: 'shop' }, interval: '1h' },
  });
  const schedule: ScheduleOrder = {
    ...{ namespace: NAMESPACE, name: 'nightly', uid: object?.metadata.uid ?? '', plan: 'shop' },
    ...{ type: 'stage', intervalSeconds: 3600, timeZone: 'UTC', suspended: false, keepRuns: 1 },
    ...changes,
  };
  const acts = createScheduleActivities({ clusters: { host } as unknown as Clusters } as Ports);
  const act = <T>(body: () => Promise<T>): Promise<T> =>
    new MockActivityEnvironment({ scheduledTimestampMs: Date.now() }).run<[], T, typeof body>(body);
  const lastRun = async () =>
    ((await host.get({ ...KEY, name: 'nightly' }))?.['status'] as { lastRun?: object }).lastRun;
  return { host, schedule, acts, act, lastRun };
}

it('orders one run for one time, however often it is told', async () => {
  const { host, schedule, acts, act, lastRun } = given();
  for (let time = 0; time < 2; time++) {
    const ordered = await act(() => acts.orderScheduledRun({ schedule, scheduledFor: FOR }));
    expect(ordered).toEqual({ state: 'ordered', name: 'nightly-20261123220000' });
  }
  expect(host.objects('MigMigration')).toHaveLength(1);
  expect(await lastRun()).toMatchObject({ name: 'nightly-20261123220000', state: 'running' });
});

it('orders none outside its window, and says so; and none when it is gone', async () => {
  const minute = (from: number): string =>
    new Date(Date.now() + from * 60_000).toISOString().slice(11, 16);
  const { host, schedule, acts, act, lastRun } = given();
  const closed = { ...schedule, window: { start: minute(120), end: minute(180) } };

  const skipped = await act(() => acts.orderScheduledRun({ schedule: closed, scheduledFor: FOR }));
  expect(skipped).toEqual({ state: 'skipped' });
  expect(await lastRun()).toMatchObject({
    ...{ scheduledFor: FOR, state: 'skipped' },
    message: `It is not between ${minute(120)} and ${minute(180)} (UTC).`,
  });
  const earlier = { ...schedule, uid: 'of an earlier one' };
  expect(await act(() => acts.orderScheduledRun({ schedule: earlier, scheduledFor: FOR }))).toEqual(
    skipped,
  );
  expect(host.objects('MigMigration')).toEqual([]);
});

it('waits for the end of the run, and says what became of it', async () => {
  const { host, schedule, acts, act, lastRun } = given();
  await act(() => acts.orderScheduledRun({ schedule, scheduledFor: FOR }));
  const name = 'nightly-20261123220000';
  const key = { ...KEY, apiVersion: API_VERSION, kind: 'MigMigration', name };
  const ended = act(() => acts.awaitScheduledRun({ schedule, scheduledFor: FOR, name }));
  const conditions = [{ type: 'Failed', status: 'True', message: 'No.' }];
  await host.patch(key, { status: { conditions } });

  expect(await ended).toEqual({ state: 'failed', message: 'No.' });
  expect(await lastRun()).toMatchObject({ name, state: 'failed', message: 'No.' });
});

it('forgets runs that succeeded long ago, of this schedule alone', async () => {
  const { host, schedule, acts, act } = given();
  const run = (name: string, label: string): KubeObject => ({
    ...{ apiVersion: API_VERSION, kind: 'MigMigration' },
    metadata: {
      ...{ name, namespace: NAMESPACE, labels: { 'drayage.dev/schedule': label } },
      creationTimestamp: `2026-11-0${name}T00:00:00Z`,
    },
    status: { conditions: [{ type: 'Succeeded', status: 'True' }] },
  });
  host.seed(run('1', schedule.uid), run('2', schedule.uid), run('3', 'another'));

  await act(() => acts.forgetScheduledRuns(schedule));

  expect(host.objects('MigMigration').map(({ metadata }) => metadata.name)).toEqual(['2', '3']);
});
