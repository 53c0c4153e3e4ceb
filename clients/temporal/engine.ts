import {
  Client,
  Connection,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowExecutionStatusName,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import {
  CHECK_ANEW,
  type CheckedKind,
  checkWorkflowId,
  DECIDE,
  dryRunWorkflowId,
  runWorkflowId,
  startWorkflowId,
  TASK_QUEUE,
} from '../../domain/engine-names.ts';
import type { ConditionDraft } from '../../domain/kinds/condition.ts';
import { type CopyEngine, createCopies } from './copies.ts';
import { createSchedules, type ScheduleEngine } from './schedules.ts';
import type { RunInput } from '../../domain/run/facts.ts';
import type { Decision } from '../../domain/run/hold.ts';
import { attributesAtStart, SEARCH_ATTRIBUTES } from '../../domain/run/search-attributes.ts';
import { ensureSearchAttributes } from './search-attributes.ts';

export interface ObjectName {
  namespace: string;
  name: string;
}

/** What became of a wish to start a run. */
export type Start = 'started' | 'running' | 'ended' | 'busy';

/** What the doors of the product may ask of Temporal. Every call may be repeated without harm. */
export interface Engine {
  /** Starts a run, once; `busy` when another run of the plan is in progress. */
  startRun(input: RunInput): Promise<Start>;
  /** Has a run started when its time has come; what was said earlier of its time is forgotten. */
  startLater(input: RunInput, startAt: string): Promise<void>;
  /** Settles when the run of a plan that is in progress has ended; at once when there is none. */
  planFree(plan: ObjectName): Promise<void>;
  /** Asks the run of a plan to stop, if it is this run; false when it runs no more. */
  cancelRun(input: RunInput): Promise<boolean>;
  /**
   * Tells a run what a person decided about a step that failed; the refusal in words, when the decision does not fit
   * the run. What was decided before is not decided again.
   */
  decide(input: RunInput, decision: Decision): Promise<string | undefined>;
  /** Has an object checked; a check that is under way already is enough. */
  check(kind: CheckedKind, object: ObjectName): Promise<void>;
  /** Has an object checked as it is from now on: a check that is under way is followed by another. */
  checkAnew(kind: CheckedKind, object: ObjectName): Promise<void>;
  /** Has the request of a plan for a dry run answered; one that is under way is followed by another. */
  dryRun(plan: ObjectName): Promise<void>;
  /** Has conditions written on an object that is refused or must wait. */
  report(
    kind: string,
    object: ObjectName,
    conditions: ConditionDraft[],
    more?: ReportedMore,
  ): Promise<void>;
  schedules: ScheduleEngine;
  copies: CopyEngine;
  close(): Promise<void>;
}

/** What else is written on an object. */
export interface ReportedMore {
  /** @default that of MTC's kinds */
  apiVersion: string;
  /** Further fields of the status. */
  status: Record<string, unknown>;
}

export interface TemporalAddress {
  address: string;
  namespace: string;
}

/** Connects at once, and fails when Temporal cannot be reached. */
export async function connectEngine({ address, namespace }: TemporalAddress): Promise<Engine> {
  const connection = await Connection.connect({ address });
  await ensureSearchAttributes(connection, namespace);
  const client = new Client({ connection, namespace });
  return {
    startRun: (input) => startRun(client, input),
    startLater: async (input, startAt) => {
      const { namespace, migration, uid, plan, type = 'cutover' } = input;
      await client.workflow.start('startLater', {
        taskQueue: TASK_QUEUE,
        workflowId: startWorkflowId(namespace, migration, uid),
        workflowIdConflictPolicy: 'TERMINATE_EXISTING',
        args: [input, startAt],
        staticSummary: `${type} of ${plan}, at ${startAt}`,
        staticDetails: `MigMigration ${namespace}/${migration}`,
      });
    },
    planFree: (plan) => planFree(client, plan),
    cancelRun: (input) => cancelRun(client, input),
    decide: (input, decision) => decide(client, input, decision),
    check: async (kind, object) => {
      const workflowIdConflictPolicy = 'USE_EXISTING';
      await client.workflow.start('checkObject', {
        ...checkOf(kind, object),
        workflowIdConflictPolicy,
      });
    },
    checkAnew: async (kind, object) => {
      await client.workflow.signalWithStart('checkObject', {
        ...checkOf(kind, object),
        signal: CHECK_ANEW,
      });
    },
    dryRun: async ({ namespace, name }) => {
      await client.workflow.signalWithStart('dryRun', {
        taskQueue: TASK_QUEUE,
        workflowId: dryRunWorkflowId(namespace, name),
        args: [{ namespace, name }],
        staticSummary: `dry run of ${name}`,
        signal: CHECK_ANEW,
      });
    },
    schedules: createSchedules(client),
    copies: createCopies(client),
    report: async (kind, object, conditions, more) => {
      await client.workflow.start('reportConditions', {
        taskQueue: TASK_QUEUE,
        workflowId: `report/${kind}/${object.namespace}/${object.name}`,
        workflowIdConflictPolicy: 'TERMINATE_EXISTING',
        args: [{ kind, ...object, conditions, ...more }],
        staticSummary: `conditions of ${kind} ${object.name}`,
      });
    },
    close: () => connection.close(),
  };
}

function checkOf(kind: CheckedKind, object: ObjectName) {
  return {
    taskQueue: TASK_QUEUE,
    workflowId: checkWorkflowId(kind, object.namespace, object.name),
    args: [{ kind, ...object }],
    staticSummary: `check ${kind} ${object.name}`,
  };
}

async function startRun(client: Client, input: RunInput): Promise<Start> {
  const { type = 'cutover' } = input;
  const workflowId = runWorkflowId(input.namespace, input.plan);
  // Whoever has not heard yet of the end of a run must not start it again: its target is in use by now.
  const before = await latestExecution(client, workflowId);
  if (before?.uid === input.uid && before.state === 'COMPLETED') return 'ended';
  try {
    await client.workflow.start(type, {
      taskQueue: TASK_QUEUE,
      workflowId,
      args: [input],
      memo: { migration: input.migration, uid: input.uid },
      typedSearchAttributes: searchableAtStart(input),
      staticSummary: `${type} of ${input.plan}`,
      staticDetails: detailsOf(input),
    });
    return 'started';
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const latest = await latestExecution(client, workflowId);
    return latest?.uid === input.uid ? 'running' : 'busy';
  }
}

function searchableAtStart(input: RunInput) {
  const { plan, kind } = attributesAtStart(input);
  return [
    { key: SEARCH_ATTRIBUTES.plan, value: plan ?? '' },
    { key: SEARCH_ATTRIBUTES.kind, value: kind ?? '' },
  ];
}

/** What a run is, for whoever meets it in the Temporal UI first; how far it has come is in its current details. */
function detailsOf({ namespace, migration, plan, type = 'cutover' }: RunInput): string {
  return [
    `MigMigration \`${namespace}/${migration}\`, a ${type} of the MigPlan \`${plan}\`: \`dray status ${plan}\`.`,
    '',
    `To end it: \`dray cancel ${plan}\`. To terminate it here takes nothing back.`,
  ].join('\n');
}

/** The status of a run says that it has ended a moment before its workflow has, so the workflow is asked. */
async function planFree(client: Client, { namespace, name }: ObjectName): Promise<void> {
  try {
    await client.workflow.getHandle(runWorkflowId(namespace, name)).result();
  } catch (error) {
    if (error instanceof WorkflowFailedError || error instanceof WorkflowNotFoundError) return;
    throw error;
  }
}

async function cancelRun(client: Client, input: RunInput): Promise<boolean> {
  await cancelStart(client, input);
  const workflowId = runWorkflowId(input.namespace, input.plan);
  const latest = await latestExecution(client, workflowId);
  if (latest?.uid !== input.uid || latest.state !== 'RUNNING') return false;
  try {
    await client.workflow.getHandle(workflowId, latest.runId).cancel();
    return true;
  } catch (error) {
    // It has ended since it was looked at.
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** A run whose time has not come. */
async function cancelStart(client: Client, run: RunInput): Promise<void> {
  const { namespace, migration, uid } = run;
  try {
    await client.workflow.getHandle(startWorkflowId(namespace, migration, uid)).cancel();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

async function decide(
  client: Client,
  input: RunInput,
  decision: Decision,
): Promise<string | undefined> {
  const workflowId = runWorkflowId(input.namespace, input.plan);
  const latest = await latestExecution(client, workflowId);
  if (latest?.uid !== input.uid || latest.state !== 'RUNNING') return 'the run runs no more';
  try {
    await client.workflow.getHandle(workflowId, latest.runId).executeUpdate(DECIDE, {
      args: [decision],
      // The same for a decision that is told twice, so that it is obeyed once.
      updateId: `hold-${decision.hold}-${decision.act}`,
    });
    return undefined;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'the run runs no more';
    if (error instanceof WorkflowUpdateFailedError) return error.cause?.message ?? error.message;
    throw error;
  }
}

interface Execution {
  /** Of the MigMigration whose run it is. */
  uid: string;
  runId: string;
  state: WorkflowExecutionStatusName;
}

/** Whose run holds the id, or held it last. */
async function latestExecution(client: Client, workflowId: string): Promise<Execution | undefined> {
  try {
    const { memo, runId, status } = await client.workflow.getHandle(workflowId).describe();
    return { uid: String(memo?.['uid']), runId, state: status.name };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
