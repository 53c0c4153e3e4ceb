import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { runWorkflowId } from '../../domain/engine-names.ts';
import { SEARCH_ATTRIBUTES } from '../../domain/run/search-attributes.ts';
import { ensureSearchAttributes } from '../../clients/temporal/search-attributes.ts';
import { waitUntil } from '../e2e/harness/wait.ts';
import { plainEvents, readableText } from '../replay/histories.ts';
import { closedGate, failFatally, failWhile } from './behaviours.ts';
import type { Scenario } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';

jest.setTimeout(60_000);

/** Less than a minute, which passes in a moment here. */
const PATIENT_MINUTES = 0.9;

const OPENED = Date.now();

/** What fails for half a second has failed for a minute and a half. */
function quickClock(): number {
  return OPENED + (Date.now() - OPENED) * 180;
}

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ clock: quickClock });
});
afterAll(() => stage.stop());

async function attributesOf(handle: WorkflowHandle): Promise<Record<string, unknown>> {
  const { typedSearchAttributes } = await handle.describe();
  return Object.fromEntries(
    typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
  );
}

/** Ids of the runs that a person finds with a query. */
async function found(query: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of stage.client.workflow.list({ query })) ids.push(workflowId);
  return ids;
}

/** Lists lag a moment behind their runs. */
async function listed(handle: WorkflowHandle, query: string): Promise<void> {
  await waitUntil(async () => (await found(query)).includes(handle.workflowId) || undefined, {
    ...{ what: `the run among those with ${query}`, limitMs: 10_000 },
  });
}

async function detailsOf(handle: WorkflowHandle): Promise<string> {
  const metadata = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  return metadata.currentDetails;
}

function handleOf({ input }: Scenario): WorkflowHandle {
  return stage.client.workflow.getHandle(runWorkflowId(input.namespace, input.plan));
}

const STUCK = 'DrayStuckSince IS NOT NULL';

describe('what a run can be looked for by', () => {
  it.concurrent('plan, kind, phase and clusters', async () => {
    const gate = closedGate();
    const run = stage.scenario('sought', { type: 'stage' }).on('clearLeftovers', gate.pass);
    const handle = await stage.start(run);
    await run.until(() => run.names.includes('clearLeftovers'));
    await waitUntil(
      async () => (await attributesOf(handle))['DrayPhase'] === 'CleanStaleStagePods' || undefined,
      { what: 'the phase', limitMs: 10_000 },
    );

    expect(await attributesOf(handle)).toMatchObject({
      DrayPlan: 'sought',
      DrayKind: 'stage',
      DraySource: run.facts.source.name,
      DrayTarget: run.facts.target.name,
    });
    const query = "DrayPlan = 'sought' AND DrayKind = 'stage' AND DrayPhase != 'Completed'";
    await listed(handle, query);

    gate.open();
    expect(await stage.outcomeOf(handle)).toBe('succeeded');
    expect(await attributesOf(handle)).toMatchObject({ DrayPhase: 'Completed' });
  });

  it.concurrent('since when it waits for a person, until that person decides', async () => {
    const run = stage.scenario('waits', { holdMinutes: PATIENT_MINUTES });
    let isBroken = true;
    run.on('awaitQuiesced', () => {
      if (isBroken) failFatally();
    });
    const handle = await stage.start(run);
    await run.until(() => run.lastCondition('Held') !== undefined);

    const { held } = run.last?.drayage ?? {};
    expect((await attributesOf(handle))['DrayStuckSince']).toEqual(new Date(held?.since ?? ''));
    const details = await detailsOf(handle);
    expect(details).toContain('The run waits for you at EnsureQuiesced');
    expect(details).toContain('old: Pod shop/web: the test says so');
    expect(details).toContain('dray retry');
    expect(details).toContain('| **!** | **EnsureQuiesced** wait until the last pod has ended |');

    isBroken = false;
    await stage.engine.decide(run.input, { hold: held?.number ?? 0, act: 'retry' });
    expect(await stage.outcomeOf(handle)).toBe('succeeded');
    await listed(handle, "DrayPhase = 'Completed' AND DrayStuckSince IS NULL");
  });

  it.concurrent('since when a step keeps failing, until it goes on', async () => {
    const gate = closedGate();
    let isAway = true;
    const run = stage.scenario('troubled');
    run
      .on(
        'clearLeftovers',
        failWhile(() => isAway),
      )
      .on('awaitVelero', gate.pass);
    const handle = await stage.start(run);
    await listed(handle, STUCK);

    await run.until(() => run.lastCondition('KeepsFailing') !== undefined);
    const details = await detailsOf(handle);
    expect(details).toContain('The step keeps failing, since');
    expect(details).toMatch(/\*\*✗\*\* \| \*\*CleanStaleStagePods/);
    expect(details).toContain('DRAY-1002');
    isAway = false;
    await run.until(() => run.names.includes('awaitVelero'));
    await listed(handle, "DrayPhase = 'WaitForVeleroReady' AND DrayStuckSince IS NULL");
    gate.open();
    expect(await stage.outcomeOf(handle)).toBe('succeeded');
    expect(run.lastCondition('KeepsFailing')).toBeUndefined();
  });

  it.concurrent('also when it is one volume of many that keeps failing', async () => {
    let isAway = true;
    const run = stage.scenario('volumes', { claims: ['data', 'logs'] });
    run.on('runPass', (call) => {
      if (call.input.volume.claim === 'logs') failWhile(() => isAway)(call);
    });
    const handle = await stage.start(run);
    await listed(handle, STUCK);

    isAway = false;
    expect(await stage.outcomeOf(handle)).toBe('succeeded');
    await listed(handle, "DrayPhase = 'Completed' AND DrayStuckSince IS NULL");
  });
});

describe('what a run says of itself', () => {
  it.concurrent('in its summary and details, and of each act and timer', async () => {
    const run = stage.scenario('told', { claims: ['data'], holdMinutes: PATIENT_MINUTES });
    run.on('pullImages', failFatally);
    const handle = await stage.start(run);
    await run.until(() => run.lastCondition('Held') !== undefined);
    const { userMetadata } = await handle.describe().then(async (one) => ({
      userMetadata: { summary: await one.staticSummary(), details: await one.staticDetails() },
    }));
    await stage.engine.decide(run.input, { hold: 1, act: 'rollback' });
    await stage.outcomeOf(handle);

    expect(userMetadata.summary).toBe('cutover of told');
    expect(userMetadata.details).toContain('dray status told');
    const events = plainEvents(await handleOf(run).fetchHistory()) as Event[];
    const acts = events.filter(
      ({ eventType }) => eventType === 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED',
    );
    const timers = events.filter(({ eventType }) => eventType === 'EVENT_TYPE_TIMER_STARTED');
    expect(acts.length).toBeGreaterThan(10);
    expect(timers.length).toBeGreaterThan(1);
    for (const event of [...acts, ...timers]) expect(event).toHaveProperty('userMetadata.summary');
    const said = readableText([...acts, ...timers].map(({ userMetadata: said }) => said));
    expect(said).toContain('pull the images of the application on the target');
    expect(said).toContain('PullTargetImages waits for a person');
  });
});

interface Event {
  eventType: string;
  userMetadata?: unknown;
}

describe('a namespace that does not know the attributes', () => {
  it('is told them, by however many at once', async () => {
    const { connection } = stage.client;
    const namespace = 'fresh';
    await register(namespace);

    await Promise.all([1, 2, 3].map(() => ensureSearchAttributes(connection, namespace)));
    await ensureSearchAttributes(connection, namespace);

    const { customAttributes } = await connection.operatorService.listSearchAttributes({
      namespace,
    });
    const names = Object.values(SEARCH_ATTRIBUTES).map(({ name }) => name);
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(names));
  });

  it('is named, with what to do, where nobody may tell it', async () => {
    const { connection } = stage.client;
    const namespace = 'closed';
    await register(namespace);
    const { workflowService, operatorService } = connection;
    const denied = Object.assign(new Error('denied'), {
      ...{ code: 7, details: 'Request unauthorized.', metadata: {} },
    });
    const closed = Object.create(operatorService, {
      listSearchAttributes: { value: () => Promise.reject(denied) },
    }) as typeof operatorService;

    await expect(
      ensureSearchAttributes({ workflowService, operatorService: closed }, namespace),
    ).rejects.toMatchObject({
      code: 'DRAY-9101',
      object: 'Temporal namespace closed',
      detail: expect.stringContaining('Request unauthorized.'),
      hint: expect.stringContaining('--name DrayStuckSince --type Datetime'),
    });
  });

  async function register(namespace: string): Promise<void> {
    const { workflowService } = stage.client.connection;
    const workflowExecutionRetentionPeriod = { seconds: 86_400 as never };
    await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
    await waitUntil(
      async () => {
        await workflowService.countWorkflowExecutions({ namespace });
        return true;
      },
      { what: 'the namespace', limitMs: 30_000 },
    );
  }
});
