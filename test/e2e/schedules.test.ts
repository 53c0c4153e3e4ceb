import { expect } from '@jest/globals';
import type { PlanView } from '../../api/rest/views/plan.ts';
import type { ScheduleView } from '../../api/rest/views/schedule.ts';
import { API_VERSION, OWN_API_VERSION } from '../../domain/kinds/group.ts';
import { deploy, smallApplication } from './harness/applications.ts';
import { awaitEnd, makePlan, readRun } from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';
import type { Scene } from './harness/scene.ts';
import { waitUntil } from './harness/wait.ts';

const { test } = scenario('schedules');

const PLAN = 'shop';
const SCHEDULE = 'often';

async function read<View>(scene: Scene, what: 'plan' | 'schedule', name: string): Promise<View> {
  const { stdout } = await scene.dray(what, 'show', name, '-o', 'json');
  return JSON.parse(stdout) as View;
}

/** States of the runs that the schedule has ordered, the oldest first. */
async function runsOf({ target, name: namespace }: Scene): Promise<Record<string, string>> {
  const query = { apiVersion: API_VERSION, kind: 'MigMigration', namespace };
  const runs = (await target.list(query)).filter(
    ({ metadata }) => metadata.labels?.['drayage.dev/schedule'] !== undefined,
  );
  return Object.fromEntries(
    runs.map(({ metadata, status }) => {
      const { phase = '' } = (status ?? {}) as { phase?: string };
      return [metadata.name, phase];
    }),
  );
}

test('a schedule stages again and again, and pauses when a run fails', async (scene) => {
  const { source, target, images, name: namespace } = scene;
  const shop = scene.namespace('shop');
  const script = 'date > /data/log';
  await deploy(source, smallApplication({ namespace: shop, image: images.busybox, script }));
  await makePlan(scene, { name: PLAN, namespaces: [shop], objectTransport: 'Direct' });
  expect((await read<PlanView>(scene, 'plan', PLAN)).prediction).toBeUndefined();

  await scene.dray('schedule', 'create', SCHEDULE, '--plan', PLAN, '--interval', '3s');
  await waitUntil(
    async () => {
      const runs = await runsOf(scene);
      const ended = Object.values(runs).filter((phase) => phase === 'Completed');
      return ended.length >= 2 ? true : undefined;
    },
    { what: 'two scheduled stages', limitMs: 60_000, clues: () => runsOf(scene) },
  );
  const { prediction } = await read<PlanView>(scene, 'plan', PLAN);
  expect(prediction).toMatchObject({ converges: true, p50Seconds: expect.any(Number) });

  // What stands in the way of a run now pauses the schedule.
  const plan = { apiVersion: API_VERSION, kind: 'MigPlan', namespace, name: PLAN };
  await target.patch(plan, { spec: { closed: true } });
  const paused = await waitUntil(
    async () => {
      const view = await read<ScheduleView>(scene, 'schedule', SCHEDULE);
      return view.paused ? view : undefined;
    },
    { what: 'the pause', limitMs: 60_000, clues: () => runsOf(scene) },
  );
  expect(paused).toMatchObject({ ready: true, lastRun: { state: 'failed' } });
  expect(paused.conditions.find(({ type }) => type === 'Paused')?.message).toContain('is closed');
  expect(paused.nextRun).toBeUndefined();

  await scene.dray('schedule', 'delete', SCHEDULE);
  const runs = await runsOf(scene);
  const gone = { apiVersion: OWN_API_VERSION, kind: 'MigSchedule', namespace, name: SCHEDULE };
  expect(await target.get(gone)).toBeUndefined();
  expect(Object.keys(runs).length).toBeGreaterThan(2);
}, 150_000);

test('a cutover begins at its time, and leaves the plan to others until then', async (scene) => {
  const { source, images } = scene;
  const late = scene.namespace('late');
  await deploy(source, smallApplication({ namespace: late, image: images.busybox }));
  await makePlan(scene, { name: 'late', namespaces: [late], objectTransport: 'Direct' });

  const ordered = await scene.dray('cutover', 'late', '--at', '+20s', '--name', 'late-cutover');
  expect(ordered.stderr).toContain('Run late-cutover of plan late starts at ');
  const { startsAt = '' } = await readRun(scene, 'late-cutover');
  await scene.dray('stage', 'late', '--name', 'late-stage', '--wait', '--timeout', '60s');
  const run = await awaitEnd(scene, 'late-cutover', 90_000);

  expect(run).toMatchObject({ state: 'succeeded', downtime: { expected: expect.any(Object) } });
  expect(Date.parse(run.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(startsAt));
  const { endedAt = '' } = await readRun(scene, 'late-stage');
  expect(Date.parse(endedAt)).toBeLessThanOrEqual(Date.parse(run.startedAt ?? ''));
}, 180_000);

test('one that asks for what cannot be is named so', async (scene) => {
  const { target, name: namespace } = scene;
  await target.create({
    ...{ apiVersion: OWN_API_VERSION, kind: 'MigSchedule' },
    metadata: { name: 'wrong', namespace },
    spec: { migPlanRef: { name: PLAN }, cron: '99 0 * * *' },
  });

  const query = { apiVersion: OWN_API_VERSION, kind: 'MigSchedule', namespace };
  const found = await waitUntil(
    async () => JSON.stringify(await target.list(query)).includes('InvalidSpec') || undefined,
    { what: 'the refusal', limitMs: 20_000 },
  );
  expect(found).toBe(true);
});
