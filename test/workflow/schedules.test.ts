import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { ScheduleOrder } from '../../domain/schedule/order.ts';
import { SUSPENDED } from '../../domain/schedule/pause.ts';
import type { SeenSchedule } from '../../domain/schedule/status.ts';
import { closedGate } from './behaviours.ts';
import { openStage, type Stage } from './stage.ts';

jest.setTimeout(60_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

const NAMESPACE = 'openshift-migration';

function orderOf(plan: string, changes: Partial<ScheduleOrder> = {}): ScheduleOrder {
  return {
    ...{ namespace: NAMESPACE, name: `${plan}-often`, uid: `uid-${plan}`, plan, type: 'stage' },
    ...{ intervalSeconds: 1, timeZone: 'UTC', suspended: false, keepRuns: 10 },
    ...changes,
  };
}

/** Temporal tells of a pause a moment after the run that made it. */
async function lookUntil(
  order: ScheduleOrder,
  holds: (seen: SeenSchedule | undefined) => boolean,
): Promise<SeenSchedule | undefined> {
  for (;;) {
    const seen = await stage.engine.schedules.look(order);
    if (holds(seen)) return seen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it.concurrent(
  'a run is ordered at its time, waited for, and no other begins beside it',
  async () => {
    const gate = closedGate();
    const run = stage.scenario('scheduled').on('awaitScheduledRun', gate.pass);
    const order = orderOf('scheduled');
    expect(await stage.engine.schedules.apply(order)).toBeUndefined();
    await run.until(() => run.names.includes('awaitScheduledRun'));

    // Its time comes again and again meanwhile.
    const handle = stage.client.schedule.getHandle(`schedule/${NAMESPACE}/${order.name}`);
    let skipped = 0;
    while (skipped < 2) skipped = (await handle.describe()).info.numActionsSkippedOverlap;
    expect(run.callsOf('orderScheduledRun')).toHaveLength(1);
    gate.open();
    await run.until(() => run.callsOf('orderScheduledRun').length > 1);
    await stage.engine.schedules.remove(order);

    expect(run.names.slice(0, 3)).toEqual([
      ...['orderScheduledRun', 'awaitScheduledRun', 'forgetScheduledRuns'],
    ]);
    const times = run.callsOf('orderScheduledRun').map(({ input }) => input.scheduledFor);
    expect(new Set(times).size).toBe(times.length);
    expect(run.callsOf('orderScheduledRun')[0]?.input.schedule).toEqual(order);
    expect(await stage.engine.schedules.look(order)).toBeUndefined();
  },
);

it.concurrent(
  'a run that fails pauses it until a person resumes it, whatever is edited',
  async () => {
    const run = stage.scenario('failing');
    let isBroken = true;
    run.answer('awaitScheduledRun', () =>
      isBroken ? { state: 'failed', message: 'It cannot.' } : { state: 'succeeded' },
    );
    const order = orderOf('failing');
    await stage.engine.schedules.apply(order);

    const paused = await lookUntil(order, (seen) => seen?.paused === true);
    expect(paused?.note).not.toBe(SUSPENDED);
    const edited = orderOf('failing', { keepRuns: 3 });
    await stage.engine.schedules.apply(edited);
    expect((await stage.engine.schedules.look(order))?.paused).toBe(true);

    isBroken = false;
    const before = run.callsOf('orderScheduledRun').length;
    await stage.engine.schedules.apply({ ...edited, resumed: 'now' });
    await run.until(() => run.callsOf('orderScheduledRun').length > before);
    expect((await stage.engine.schedules.look(order))?.paused).toBe(false);
    await stage.engine.schedules.remove(order);
  },
);

it.concurrent(
  'one that is suspended runs nothing, and says when it would once it is not',
  async () => {
    const run = stage.scenario('suspended');
    const order = orderOf('suspended', { suspended: true });
    await stage.engine.schedules.apply(order);
    expect(await stage.engine.schedules.look(order)).toMatchObject({
      paused: true,
      note: SUSPENDED,
    });

    const { intervalSeconds, ...rest } = order;
    expect(intervalSeconds).toBe(1);
    await stage.engine.schedules.apply({ ...rest, suspended: false, cron: '0 0 1 1 *' });
    const seen = await stage.engine.schedules.look(order);
    expect(seen).toMatchObject({
      paused: false,
      nextRun: expect.stringContaining('-01-01T00:00:00'),
    });
    expect(run.names).toEqual([]);
    expect(await stage.engine.schedules.names(NAMESPACE)).toContain(order.name);
    await stage.engine.schedules.remove(order);
    await stage.engine.schedules.remove(order);
  },
);

it.concurrent('another object of the same name begins anew', async () => {
  stage.scenario('anew');
  const order = orderOf('anew', { suspended: true });
  await stage.engine.schedules.apply(order);
  await stage.engine.schedules.apply({ ...order, uid: 'another', suspended: false });

  expect((await stage.engine.schedules.look(order))?.paused).toBe(false);
  await stage.engine.schedules.remove(order);
});

it.concurrent('what Temporal refuses is said in its words', async () => {
  const { intervalSeconds, ...rest } = orderOf('refused');
  expect(intervalSeconds).toBe(1);

  expect(await stage.engine.schedules.apply({ ...rest, cron: '99 0 * * *' })).toMatch(/\S/);
});
