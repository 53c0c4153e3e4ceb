import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OWN_API_VERSION } from '../kinds/group.ts';
import type { MigSchedule } from '../kinds/mig-schedule.ts';
import type { KubeObject } from '../kube-object.ts';
import { endOf } from './ended.ts';
import { readOrder, RESUMED } from './order.ts';
import { pauseAfter, SUSPENDED } from './pause.ts';
import { runsToForget, scheduledRun, scheduledRunName } from './run.ts';
import { scheduledTime } from './scheduled-time.ts';
import { isTold, reportSchedule } from './status.ts';
import { secondsOf } from './time-text.ts';
import { isWithin } from './window.ts';

const NAMESPACE = 'openshift-migration';

function schedule(
  spec: Partial<MigSchedule['spec']>,
  more: Partial<Pick<MigSchedule, 'status'>> & { annotations?: Record<string, string> } = {},
): MigSchedule {
  const { annotations, ...rest } = more;
  return {
    apiVersion: OWN_API_VERSION,
    kind: 'MigSchedule',
    metadata: {
      ...{ name: 'nightly', namespace: NAMESPACE, uid: 'u-1' },
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: { migPlanRef: { name: 'shop' }, ...spec },
    ...rest,
  };
}

describe('what a schedule asks for', () => {
  it('is a stage, ten of which are kept, in UTC, unless it says otherwise', () => {
    expect(readOrder(schedule({ cron: '0 22 * * *' }))).toEqual({
      ...{ namespace: NAMESPACE, name: 'nightly', uid: 'u-1', plan: 'shop', type: 'stage' },
      ...{ cron: '0 22 * * *', timeZone: 'UTC', suspended: false, keepRuns: 10 },
    });
    const all = schedule(
      {
        ...{ interval: '1h30m', jitter: '5m', timeZone: 'Europe/Berlin', type: 'state' },
        ...{ window: { start: '22:00', end: '05:00' }, suspend: true, keepRuns: 3 },
      },
      { annotations: { [RESUMED]: 'now' } },
    );
    expect(readOrder(all)).toMatchObject({
      ...{ intervalSeconds: 5400, jitterSeconds: 300, timeZone: 'Europe/Berlin', type: 'state' },
      ...{ window: { start: '22:00', end: '05:00' }, suspended: true, keepRuns: 3, resumed: 'now' },
    });
  });

  it.each([
    [{}, 'spec.cron and spec.interval (found neither)'],
    [{ cron: '0 22 * * *', interval: '1h' }, 'spec.cron and spec.interval (found both)'],
    [{ cron: 'nightly' }, 'spec.cron (found "nightly")'],
    [{ interval: 'often' }, 'spec.interval (found "often")'],
    [{ interval: '0s' }, 'spec.interval (found "0s")'],
    [{ interval: '1h', jitter: 'some' }, 'spec.jitter (found "some")'],
    [{ interval: '1h', timeZone: 'Mars/Olympus' }, 'spec.timeZone (found "Mars/Olympus")'],
    [{ interval: '1h', window: { start: '22:00', end: '22:00' } }, 'is never open'],
    [{ interval: '1h', migPlanRef: {} }, 'spec.migPlanRef.name'],
    [{ interval: '1h', migPlanRef: { name: 'shop', namespace: 'x' } }, 'migPlanRef.namespace'],
  ])('%j is refused by its field', (spec, words) => {
    const found = readOrder(schedule(spec));
    expect('wrong' in found ? found.wrong.join() : found).toContain(words);
  });
});

describe('a window', () => {
  it.each([
    ['22:00', '05:00', '2026-11-23T21:00:00Z', 'Europe/Berlin', true],
    ['22:00', '05:00', '2026-11-23T20:59:59Z', 'Europe/Berlin', false],
    ['22:00', '05:00', '2026-11-23T03:59:59Z', 'Europe/Berlin', true],
    ['22:00', '05:00', '2026-11-23T04:00:00Z', 'Europe/Berlin', false],
    ['08:00', '17:00', '2026-11-23T08:00:00Z', 'UTC', true],
    ['08:00', '17:00', '2026-11-23T17:00:00Z', 'UTC', false],
    // Summer: the same time of day is an hour earlier.
    ['22:00', '05:00', '2026-07-23T20:00:00Z', 'Europe/Berlin', true],
  ])('%s to %s at %s in %s: %s', (...[start, end, at, timeZone, open]) => {
    expect(isWithin({ start, end }, new Date(at), timeZone)).toBe(open);
  });

  it('is open when the one between its end and its start is not', () => {
    const time = fc
      .integer({ min: 0, max: 1439 })
      .map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16));
    fc.assert(
      fc.property(time, time, fc.date({ noInvalidDate: true, min: new Date(0) }), (a, b, at) => {
        fc.pre(a !== b && at.getUTCFullYear() < 2100);
        const [one, other] = [
          isWithin({ start: a, end: b }, at, 'UTC'),
          isWithin({ start: b, end: a }, at, 'UTC'),
        ];
        expect(one).toBe(!other);
      }),
    );
  });
});

describe('a pause', () => {
  const earlier = (order: object, state: object = {}) => ({
    order: { suspended: false, ...order },
    ...{ paused: true, note: 'workflow failure', ...state },
  });

  it.each([
    ['none before', { suspended: false }, undefined, { paused: false, note: '' }],
    ['wanted', { suspended: true }, undefined, { paused: true, note: SUSPENDED }],
    ['no more wanted', { suspended: false }, earlier({ suspended: true }), { paused: false }],
    ['by a failure, and edited', { suspended: false }, earlier({}), { paused: true }],
    ['resumed', { suspended: false, resumed: 'b' }, earlier({ resumed: 'a' }), { paused: false }],
    [
      'resumed before',
      { suspended: false, resumed: 'a' },
      earlier({ resumed: 'a' }),
      { paused: true },
    ],
  ])('%s', (_, wanted, before, expected) => {
    expect(pauseAfter(wanted, before)).toMatchObject(expected);
  });
});

describe('what is told', () => {
  const failed = schedule(
    { interval: '1h' },
    { status: { lastRun: { scheduledFor: '', state: 'failed', name: 'x-1', message: 'No.' } } },
  );

  it.each([
    ['runs', { paused: false, note: '', nextRun: '2026-12-01T00:00:00Z' }, ['Ready'], ''],
    [
      'is suspended',
      { paused: true, note: SUSPENDED },
      ['Ready', 'Paused'],
      'spec.suspend is true',
    ],
    ['failed', { paused: true, note: 'wf' }, ['Ready', 'Paused'], 'Run x-1 failed. No. Mend that'],
  ])('of one that %s', (_, seen, types, words) => {
    const report = reportSchedule(seen, failed);
    expect(report.conditions.map(({ type }) => type)).toEqual(types);
    expect(report.conditions.map(({ message }) => message).join(' ')).toContain(words);
    expect(report.status.nextRun).toBe('nextRun' in seen ? seen.nextRun : null);
    expect(isTold(report, failed)).toBe(false);
  });

  it('is not told twice', () => {
    const report = reportSchedule(
      { paused: false, note: '', nextRun: '2026-12-01T00:00:00Z' },
      failed,
    );
    const conditions = report.conditions.map((one) => ({ ...one, lastTransitionTime: '' }));
    const told = { ...failed, status: { conditions, nextRun: '2026-12-01T00:00:00Z' } };
    expect(isTold(report, told)).toBe(true);
    expect(isTold(report, { ...told, status: { ...told.status, nextRun: 'x' } })).toBe(false);
  });
});

describe('a run of a schedule', () => {
  const order = readOrder(schedule({ interval: '1h', type: 'state' }));
  if ('wrong' in order) throw new Error('the order is fine');

  it('has one name for one time, also for long names', () => {
    expect(scheduledRunName(order, '2026-11-23T22:00:00.000Z')).toBe('nightly-20261123220000');
    const long = { ...order, name: 'x'.repeat(253) };
    expect(scheduledRunName(long, '2026-11-23T22:00:00Z')).toHaveLength(253);
  });

  it('is a MigMigration of its type, known by the schedule and owned by nobody', () => {
    const { metadata, ...rest } = scheduledRun(order, '2026-11-23T22:00:00Z');
    expect(metadata.labels).toEqual({ 'drayage.dev/schedule': 'u-1' });
    expect(metadata.ownerReferences).toBeUndefined();
    expect(rest['spec']).toMatchObject({ stage: false, migrateState: true, quiescePods: false });
  });

  it.each([
    ['scheduled/ns/nightly-2026-11-23T22:00:00Z', '2026-11-23T22:00:00.000Z'],
    ['scheduled/ns/nightly', undefined],
  ])('of %s was meant for %s', (id, time) => {
    expect(scheduledTime(id)).toBe(time);
  });

  const run = (name: string, type: string, more: object = {}): KubeObject => ({
    ...{ apiVersion: 'v', kind: 'MigMigration', metadata: { name, creationTimestamp: name } },
    status: { conditions: [{ type, status: 'True', message: `${type}.` }], ...more },
  });

  it('is forgotten when it succeeded, left nothing, and is not among the last ones', () => {
    const runs = [
      ...[run('1', 'Succeeded'), run('2', 'Failed'), run('3', 'SucceededWithWarnings')],
      ...[run('4', 'Succeeded', { errors: ['left'] }), run('5', 'Running'), run('6', 'Succeeded')],
      run('7', 'Canceled'),
    ];
    expect(runsToForget(runs, 1).map(({ metadata }) => metadata.name)).toEqual(['3', '1']);
    expect(runsToForget(runs, 3)).toEqual([]);
  });

  it.each([
    [undefined, { state: 'deleted' }],
    [run('1', 'Running'), undefined],
    [run('1', 'Succeeded'), { state: 'succeeded' }],
    [run('1', 'Failed'), { state: 'failed', message: 'Failed.' }],
    [
      run('1', 'Failed', {
        conditions: [
          { type: 'PlanClosed', status: 'True', category: 'Critical', message: 'It is closed.' },
          { type: 'Failed', status: 'True', message: 'See there.' },
        ],
      }),
      { state: 'failed', message: 'It is closed.' },
    ],
  ])('has ended, or not', (found, expected) => {
    expect(endOf(found)).toEqual(expected);
  });
});

it('a length of time is read as people write it', () => {
  expect(['90s', '6h', '1h30m', '2d', '5', '', '1.5h', '0m'].map(secondsOf)).toEqual([
    ...[90, 21_600, 5400, 172_800, undefined, undefined, undefined, undefined],
  ]);
});
