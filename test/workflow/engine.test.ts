import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  checkWorkflowId,
  dryRunWorkflowId,
  measureWorkflowId,
  runWorkflowId,
  WHERE,
} from '../../domain/engine-names.ts';
import type { ConditionDraft } from '../../domain/kinds/condition.ts';
import { blockUntilCancelled, closedGate, failTransiently } from './behaviours.ts';
import type { Scenario } from './scenario.ts';
import { RUN_TYPES } from '../../domain/run/run-type.ts';
import { openStage, type Stage } from './stage.ts';

jest.setTimeout(60_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

/** Another MigMigration of the same plan. */
function rivalOf({ input }: Scenario) {
  return { ...input, migration: `${input.migration}-again`, uid: `${input.uid}-again` };
}

it.each(RUN_TYPES)('a %s is a workflow of its name', async (type) => {
  const run = stage.scenario(`typed-${type}`);
  run.input.type = type;

  const handle = await stage.start(run);

  expect((await handle.describe()).type).toBe(type);
  expect(await stage.outcomeOf(handle)).toBe('succeeded');
});

it('says where a run stands', async () => {
  const [hit, gate] = [Promise.withResolvers<undefined>(), closedGate()];
  const run = stage.scenario('where').on('quiesceSource', () => {
    hit.resolve(undefined);
    return gate.pass();
  });
  const handle = await stage.start(run);
  await hit.promise;
  const here = { phase: 'QuiesceApplications', undoing: false, held: false };
  expect(await handle.query(WHERE)).toEqual(here);
  gate.open();
  await stage.outcomeOf(handle);
  expect(await handle.query(WHERE)).toMatchObject({ phase: 'Completed', undoing: false });
});

describe('startRun', () => {
  it.concurrent('starts a run once, and no other of its plan beside it', async () => {
    const gate = closedGate();
    const run = stage.scenario('once').on('admitRun', gate.pass);

    expect(await stage.engine.startRun(run.input)).toBe('started');
    expect(await stage.engine.startRun(run.input)).toBe('running');
    expect(await stage.engine.startRun(rivalOf(run))).toBe('busy');

    const { namespace, plan } = run.input;
    const handle = stage.client.workflow.getHandle(runWorkflowId(namespace, plan));
    gate.open();
    expect(await stage.outcomeOf(handle)).toBe('succeeded');
    expect(run.callsOf('admitRun')).toHaveLength(1);
  });

  it.concurrent('starts the next run of a plan when the one before has ended', async () => {
    const run = stage.scenario('next');
    await stage.play(run);

    expect(await stage.engine.startRun(rivalOf(run))).toBe('started');
    await run.until(() => run.statuses.filter(({ phase }) => phase === 'Completed').length === 2);
  });

  it.concurrent(
    'never starts a run a second time: whoever asks has not heard yet of its end',
    async () => {
      const run = stage.scenario('never-again');
      await stage.play(run);

      expect(await stage.engine.startRun(run.input)).toBe('ended');
      const { namespace, plan } = run.input;
      const { status } = await stage.client.workflow
        .getHandle(runWorkflowId(namespace, plan))
        .describe();
      expect(status.name).toBe('COMPLETED');
    },
  );
});

describe('planFree', () => {
  it.concurrent(
    'waits for the run in progress, whoever it belongs to, and for nothing else',
    async () => {
      const gate = closedGate();
      const run = stage.scenario('in-the-way').on('checkRun', gate.pass);
      const plan = { namespace: run.input.namespace, name: run.input.plan };
      await stage.engine.planFree(plan);
      const handle = await stage.start(run);
      await run.until(() => run.names.includes('checkRun'));
      let free = false;

      const awaited = stage.engine.planFree(plan).then(() => {
        free = true;
      });
      await handle.describe();
      expect(free).toBe(false);
      gate.open();
      await awaited;

      expect((await handle.describe()).status.name).toBe('COMPLETED');
    },
  );
});

describe('cancelRun', () => {
  it.concurrent('cancels the run of that uid, and no other of the plan', async () => {
    const run = stage.scenario('one-of-two').on('checkRun', blockUntilCancelled);
    const handle = await stage.start(run);
    await run.until(() => run.names.includes('checkRun'));

    expect(await stage.engine.cancelRun(rivalOf(run))).toBe(false);
    expect((await handle.describe()).status.name).toBe('RUNNING');
    expect(run.callsOf('checkRun')[0]?.end).toBeUndefined();
    expect(await stage.engine.cancelRun(run.input)).toBe(true);
    expect(await stage.outcomeOf(handle)).toBe('canceled');
  });

  it.concurrent('may be asked for again, and says when there is nothing to cancel', async () => {
    const gate = closedGate();
    const run = stage.scenario('again').on('checkRun', gate.pass);
    expect(await stage.engine.cancelRun(run.input)).toBe(false);
    const handle = await stage.start(run);
    await run.until(() => run.names.includes('checkRun'));

    expect(await stage.engine.cancelRun(run.input)).toBe(true);
    expect(await stage.engine.cancelRun(run.input)).toBe(true);
    gate.open();
    expect(await stage.outcomeOf(handle)).toBe('canceled');
    expect(await stage.engine.cancelRun(run.input)).toBe(false);
  });
});

describe('check', () => {
  it.concurrent('is one check as long as it is under way, and another one afterwards', async () => {
    const gate = closedGate();
    const name = { namespace: 'openshift-migration', name: 'shop-plan' };
    const looked = stage.scenario(name.name).on('checkObject', gate.pass);
    const handle = stage.client.workflow.getHandle(
      checkWorkflowId('MigPlan', name.namespace, name.name),
    );

    await stage.engine.check('MigPlan', name);
    await stage.engine.check('MigPlan', name);
    await looked.until(() => looked.names.length > 0);
    gate.open();
    await handle.result();
    expect(looked.names).toEqual(['checkObject']);

    await stage.engine.check('MigPlan', name);
    await handle.result();
    expect(looked.callsOf('checkObject')[1]?.input).toEqual({ kind: 'MigPlan', ...name });
  });
});

describe('checkAnew', () => {
  it.concurrent('looks once more at what was changed while it was looked at', async () => {
    const gate = closedGate();
    const name = { namespace: 'openshift-migration', name: 'edited-plan' };
    const looked = stage.scenario(name.name).on('checkObject', gate.pass);
    const handle = stage.client.workflow.getHandle(
      checkWorkflowId('MigPlan', name.namespace, name.name),
    );

    await stage.engine.checkAnew('MigPlan', name);
    await looked.until(() => looked.names.length > 0);
    await stage.engine.checkAnew('MigPlan', name);
    await stage.engine.checkAnew('MigPlan', name);
    gate.open();
    await handle.result();

    const [first, second] = looked.callsOf('checkObject');
    expect(looked.names).toEqual(['checkObject', 'checkObject']);
    expect(second?.input).toEqual(first?.input);
  });

  it.concurrent('is one check when none is under way', async () => {
    const name = { namespace: 'openshift-migration', name: 'new-plan' };
    const looked = stage.scenario(name.name);
    const handle = stage.client.workflow.getHandle(
      checkWorkflowId('MigPlan', name.namespace, name.name),
    );

    await stage.engine.checkAnew('MigPlan', name);
    await handle.result();

    expect(looked.names).toEqual(['checkObject']);
  });
});

describe('a refresh', () => {
  it.concurrent(
    'has volumes measured beside further checks, and the plan judged by it',
    async () => {
      const gate = closedGate();
      const name = { namespace: 'openshift-migration', name: 'refreshed-plan' };
      const looked = stage.scenario(name.name).on('measurePlan', gate.pass);
      looked.answer('checkObject', () => ({ measure: looked.callsOf('checkObject').length < 3 }));
      const [check, measure] = [
        checkWorkflowId('MigPlan', name.namespace, name.name),
        measureWorkflowId(name.namespace, name.name),
      ].map((id) => stage.client.workflow.getHandle(id));

      await stage.engine.checkAnew('MigPlan', name);
      await looked.until(() => looked.names.includes('measurePlan'));
      await check?.result();
      // Asked for once more, while it is under way: it is measured once.
      await stage.engine.checkAnew('MigPlan', name);
      await check?.result();
      gate.open();
      await measure?.result();

      expect(looked.names).toEqual(['checkObject', 'measurePlan', 'checkObject', 'checkObject']);
      expect(looked.callsOf('measurePlan')[0]?.input).toEqual(name);
    },
  );
});

describe('dryRun', () => {
  it.concurrent('is made once more for whoever asks while it is made', async () => {
    const gate = closedGate();
    const name = { namespace: 'openshift-migration', name: 'looked-at' };
    const looked = stage.scenario(name.name).on('dryRunPlan', gate.pass);
    const handle = stage.client.workflow.getHandle(dryRunWorkflowId(name.namespace, name.name));

    await stage.engine.dryRun(name);
    await looked.until(() => looked.names.length > 0);
    await stage.engine.dryRun(name);
    gate.open();
    await handle.result();

    expect(looked.names).toEqual(['dryRunPlan', 'dryRunPlan']);
    expect(looked.callsOf('dryRunPlan')[1]?.input).toEqual(name);
  });

  it.concurrent('waits for a cluster that is away for a moment', async () => {
    const name = { namespace: 'openshift-migration', name: 'away' };
    const looked = stage.scenario(name.name).on('dryRunPlan', failTransiently(2));

    await stage.engine.dryRun(name);
    await stage.client.workflow.getHandle(dryRunWorkflowId(name.namespace, name.name)).result();

    expect(looked.names).toEqual(['dryRunPlan', 'dryRunPlan', 'dryRunPlan']);
  });
});

describe('report', () => {
  it.concurrent('writes the newest conditions, however often it is asked', async () => {
    const name = { namespace: 'openshift-migration', name: 'postponed' };
    const told = stage.scenario(name.name).on('reportConditions', async ({ input }) => {
      if (input.conditions[0]?.message === 'old') await blockUntilCancelled();
    });
    const condition = (message: string): ConditionDraft[] => [
      { type: 'Postponed', status: 'True', category: 'Critical', message },
    ];

    await stage.engine.report('MigMigration', name, condition('old'));
    await told.until(() => told.names.length === 1);
    await stage.engine.report('MigMigration', name, condition('new'));
    await told.until(() => told.calls.filter(({ end }) => end !== undefined).length === 2);

    const written = told.callsOf('reportConditions').filter(({ failed }) => failed === false);
    expect(written.map(({ input }) => input.conditions)).toEqual([condition('new')]);
  });
});
