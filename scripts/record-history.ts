import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import {
  checkWorkflowId,
  copyWorkflowId,
  dryRunWorkflowId,
  measureWorkflowId,
  scheduleId,
  startWorkflowId,
  TROUBLE,
  volumeWorkflowId,
} from '../domain/engine-names.ts';
import { failure, recordOf } from '../domain/failures/failure.ts';
import type { Trouble } from '../domain/run/trouble.ts';
import type { ScheduleOrder } from '../domain/schedule/order.ts';
import { HISTORIES, plainEvents } from '../test/replay/histories.ts';
import {
  blockUntilCancelled,
  closedGate,
  failFatally,
  failTransiently,
} from '../test/workflow/behaviours.ts';
import { manifest, passResult } from '../test/workflow/recording-activities.ts';
import { openStage, type Stage } from '../test/workflow/stage.ts';

/**
 * Records a history of each workflow into test/histories, where every later version must be able to replay it.
 * Run it when a workflow was changed on purpose and no run of the version before is under way any more; until
 * then a change belongs behind `patched`. Names of histories, as arguments, record these alone: those of a workflow
 * that is new.
 */
const ONLY = new Set(process.argv.slice(2));

async function main(): Promise<void> {
  const stage = await openStage();
  try {
    if (ONLY.size === 0) rmSync(HISTORIES, { recursive: true, force: true });
    mkdirSync(HISTORIES, { recursive: true });
    await recordSuccess(stage);
    await recordFailure(stage);
    await recordCancellation(stage);
    await recordRefusal(stage);
    await recordHold(stage);
    await recordStage(stage);
    await recordState(stage);
    await recordObjects(stage);
    await recordRollback(stage);
    await recordHooks(stage);
    await recordSchedule(stage);
    await recordLaterStart(stage);
    await recordCopy(stage);
    await recordMeasure(stage);
  } finally {
    await stage.stop();
  }
}

/** A run with everything in it: two volumes, passes that converge, a repair, a cluster that was away. */
async function recordSuccess(stage: Stage): Promise<void> {
  const run = stage.scenario('succeeded', { claims: ['data', 'logs'] });
  const seconds = [60, 6];
  run.answer('runPass', ({ order }) =>
    passResult(order, { seconds: seconds[order.number - 1] ?? 0.5, bytesSent: 1e8 / order.number }),
  );
  run.answer('describeVolume', ({ role, volume }) => {
    const last = run
      .callsOf('runPass')
      .findLast(({ input }) => input.volume.claim === volume.claim);
    const differs = role === 'receiver' && last?.input.order.kind === 'final';
    return manifest(differs ? 'other' : 'same');
  });
  run.on('createBackup', failTransiently(1));
  const handle = await stage.start(run);
  await stage.outcomeOf(handle);
  await write('cutover-succeeded', handle);
  for (const [part, file] of PARTS) {
    const id = volumeWorkflowId(handle.workflowId, { namespace: 'shop', claim: 'data' }, part);
    await write(file, stage.client.workflow.getHandle(id));
  }
}

/** A copy by itself, one of whose volumes is mended. */
async function recordCopy(stage: Stage): Promise<void> {
  const copy = stage.scenario('copied', { type: 'state', claims: ['data', 'logs'] });
  for (const volume of copy.facts.volumes) volume.verify = true;
  copy.answer('describeVolume', ({ role, volume, id }) => {
    const differs = role === 'receiver' && volume.claim === 'data' && id === 'manifest-1';
    return manifest(differs ? 'other' : 'same');
  });
  const { namespace, plan: name, uid } = copy.input;
  await stage.engine.copies.start({ namespace, name, uid });
  const id = copyWorkflowId(namespace, name, uid);
  const handle = stage.client.workflow.getHandle(id);
  await handle.result();
  await write('direct-volume-migration', handle);
  await write('copy-volume', stage.client.workflow.getHandle(`${id}/volume/shop/data`));
}

/** A plan whose volumes are measured, since somebody asked for a refresh. */
async function recordMeasure(stage: Stage): Promise<void> {
  const name = { namespace: 'openshift-migration', name: 'measured' };
  const run = stage.scenario(name.name);
  run.answer('checkObject', () => ({ measure: !run.names.includes('measurePlan') }));
  await stage.engine.checkAnew('MigPlan', name);
  const check = checkWorkflowId('MigPlan', name.namespace, name.name);
  await stage.client.workflow.getHandle(check).result();
  await write('check-object-refreshed', stage.client.workflow.getHandle(check));
  const measure = measureWorkflowId(name.namespace, name.name);
  await stage.client.workflow.getHandle(measure).result();
  await write('measure-volumes', stage.client.workflow.getHandle(measure));
}

/** A run that waits for its time. */
async function recordLaterStart(stage: Stage): Promise<void> {
  const { input } = stage.scenario('later');
  await stage.engine.startLater(input, new Date(Date.now() + 2_000).toISOString());
  const id = startWorkflowId(input.namespace, input.migration, input.uid);
  const handle = stage.client.workflow.getHandle(id);
  await handle.result();
  await write('start-later', handle);
}

/** A run that a schedule orders, from its time to its end. */
async function recordSchedule(stage: Stage): Promise<void> {
  const run = stage.scenario('scheduled');
  const order: ScheduleOrder = {
    ...{ namespace: 'openshift-migration', name: 'often', uid: 'uid-often', plan: 'scheduled' },
    ...{ type: 'stage', intervalSeconds: 1, timeZone: 'UTC', suspended: false, keepRuns: 10 },
  };
  await stage.engine.schedules.apply(order);
  await run.until(() => run.names.includes('forgetScheduledRuns'));
  const handle = stage.client.schedule.getHandle(scheduleId(order.namespace, order.name));
  const [first] = (await handle.describe()).info.recentActions;
  await stage.engine.schedules.remove(order);
  if (first === undefined) throw new Error('the schedule has run nothing');
  const scheduled = stage.client.workflow.getHandle(first.action.workflow.workflowId);
  await scheduled.result();
  await write('scheduled-run', scheduled);
}

const PARTS = [
  ['pre-copy', 'pre-copy-volume'],
  ['last-delta', 'copy-last-delta'],
] as const;

async function recordFailure(stage: Stage): Promise<void> {
  const run = stage.scenario('failed');
  run.on('awaitRestore', failFatally).on('deleteRestored', failFatally);
  const handle = await stage.start(run);
  await stage.outcomeOf(handle);
  await write('cutover-failed', handle);
}

async function recordCancellation(stage: Stage): Promise<void> {
  const run = stage.scenario('canceled').on('runPass', async () => {
    if (run.names.includes('awaitQuiesced')) await blockUntilCancelled();
  });
  const handle = await stage.start(run);
  await run.until(() => run.callsOf('runPass').length === 2);
  await stage.engine.cancelRun(run.input);
  await stage.outcomeOf(handle);
  await write('cutover-canceled', handle);
}

async function recordRefusal(stage: Stage): Promise<void> {
  const run = stage.scenario('refused');
  run.answer('admitRun', () => ({
    admitted: false,
    conditions: [{ type: 'PlanClosed', status: 'True', category: 'Critical', message: 'Closed.' }],
  }));
  const handle = await stage.start(run);
  await stage.outcomeOf(handle);
  await write('cutover-refused', handle);
}

/** A run that can be looked for: an act of it keeps failing, and a step of it waits for a person. */
async function recordHold(stage: Stage): Promise<void> {
  const run = stage.scenario('held', { holdMinutes: 0.9 });
  run.on('clearLeftovers', failTransiently(1));
  run.on('awaitQuiesced', () => {
    if (run.callsOf('awaitQuiesced').length === 1) failFatally();
  });
  const gate = closedGate();
  run.on('createBackup', () => gate.pass());
  const handle = await stage.start(run);
  await run.until(() => run.names.includes('createBackup'));
  const now = Date.now();
  const trouble: Trouble = {
    act: `${handle.workflowId}/1`,
    since: new Date(now - 90_000).toISOString(),
    toldAt: new Date(now).toISOString(),
    failure: recordOf(failure('DRAY-1002', { detail: 'connection refused' })),
  };
  await handle.signal(TROUBLE, trouble);
  gate.open();
  await run.until(() => run.lastCondition('Held') !== undefined);
  await stage.engine.decide(run.input, { hold: 1, act: 'retry' });
  await stage.outcomeOf(handle);
  await write('cutover-held', handle);
}

/** A stage with everything in it: what an earlier one brought, and a standstill. */
async function recordStage(stage: Stage): Promise<void> {
  const run = stage.scenario('staged', { type: 'stage' });
  run.answer('prepareVolume', () => ({ files: 100, bytes: 1_000_000, isStaged: true }));
  const handle = await stage.start(run);
  await stage.outcomeOf(handle);
  await write('stage-succeeded', handle);
}

/** A state migration beside the application. */
async function recordState(stage: Stage): Promise<void> {
  const run = stage.scenario('state', { type: 'state', quiesce: false });
  const handle = await stage.start(run);
  await stage.outcomeOf(handle);
  await write('state-succeeded', handle);
}

async function recordObjects(stage: Stage): Promise<void> {
  const { client, engine } = stage;
  const object = { namespace: 'openshift-migration', name: 'object' };
  stage.scenario(object.name);
  await engine.check('MigPlan', object);
  const { namespace, name } = object;
  const checked = client.workflow.getHandle(checkWorkflowId('MigPlan', namespace, name));
  await checked.result();
  await write('check-object', checked);
  await engine.dryRun(object);
  const looked = client.workflow.getHandle(dryRunWorkflowId(namespace, name));
  await looked.result();
  await write('dry-run', looked);
  await engine.report('MigMigration', object, []);
  const told = client.workflow.getHandle(`report/MigMigration/${namespace}/${name}`);
  await told.result();
  await write('report-conditions', told);
}

/** A rollback with everything in it, of a cluster that was away for a moment. */
async function recordRollback(stage: Stage): Promise<void> {
  const run = stage.scenario('rolled-back', { type: 'rollback' });
  run.on('stopTarget', failTransiently(1));
  const handle = await stage.start(run);
  await stage.outcomeOf(handle);
  await write('rollback-succeeded', handle);
}

/** Hooks at all phases, of which one is run again by hand. */
async function recordHooks(stage: Stage): Promise<void> {
  const run = stage.scenario('hooked', {
    hooks: ['PreBackup', 'PreBackup', 'PostBackup', 'PreRestore', 'PostRestore'],
    holdMinutes: 60,
  });
  run.on('awaitHook', () => {
    if (run.callsOf('awaitHook').length === 2) failFatally();
  });
  const handle = await stage.start(run);
  await run.until(() => run.lastCondition('Held') !== undefined);
  await stage.engine.decide(run.input, { hold: 1, act: 'retry' });
  await stage.outcomeOf(handle);
  await write('cutover-hooks', handle);
}

/** One event a line: the difference to an earlier recording can be read. */
async function write(name: string, handle: WorkflowHandle): Promise<void> {
  if (ONLY.size > 0 && !ONLY.has(name)) return;
  const recorded = plainEvents(await handle.fetchHistory());
  const events = recorded.map((event) => JSON.stringify(scrub(event)));
  const file = path.join(HISTORIES, `${name}.json`);
  writeFileSync(file, `{"events":[\n${events.join(',\n')}\n]}\n`);
  console.log(`${path.relative('.', file)}: ${events.length} events`);
}

/** What names the machine or the process that recorded; a replay looks at none of it. */
const PERSONAL: Record<string, string> = { identity: 'drayage', stackTrace: '', requestId: '' };

function scrub(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(scrub);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, PERSONAL[key] ?? scrubQueue(key, inner)]),
  );
}

/** A sticky queue is named after the process that polls it. */
function scrubQueue(key: string, value: unknown): unknown {
  const isSticky = typeof value === 'object' && value !== null && 'normalName' in value;
  return key === 'taskQueue' && isSticky ? { ...value, name: 'sticky' } : scrub(value);
}

await main();
