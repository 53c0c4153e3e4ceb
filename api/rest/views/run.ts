import * as z from 'zod';
import { PipelineEntry } from '../../../domain/kinds/pipeline.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { Conditions, ConditionView, holding } from './condition.ts';
import { DowntimeView, downtimeView, RecordedDowntime } from './downtime.ts';
import { RunFailure, runFailure } from './run-failure.ts';
import { holdView, RunHold } from './run-hold.ts';
import { hasEnded, RUN_STATES, type RunStanding, runStanding } from './run-state.ts';
import { mustWait } from '../../../domain/run/start-time.ts';
import { RUN_TYPES } from '../../../domain/run/run-type.ts';
import { runType } from './run-type.ts';
import { temporalView, TemporalView, type TemporalLinks } from './temporal.ts';
import { volumeProgress, VolumeProgressView } from './volume-progress.ts';

const PipelineView = PipelineEntry.extend({
  started: z.string().optional().describe('When the step began.'),
  completed: z.string().optional().describe('When the step ended.'),
});

const PhaseSeconds = z.object({ phase: z.string(), seconds: z.number() });

export const RunView = z
  .object({
    name: z.string().describe('Name of the MigMigration.'),
    plan: z.string().describe('The plan it runs.'),
    type: z.enum(RUN_TYPES),
    state: z.enum(RUN_STATES),
    phase: z.string().describe('The phase it is in, in the words of MTC; empty before the first.'),
    step: z
      .object({ number: z.number(), total: z.number() })
      .optional()
      .describe('Number of the phase in the itinerary; while it runs.'),
    quiesce: z.boolean().describe('Whether the application on the source is stopped.'),
    startsAt: z.string().optional().describe('While its time has not come: RFC 3339.'),
    startedAt: z.string().optional().describe('RFC 3339.'),
    endedAt: z.string().optional().describe('RFC 3339.'),
    conditions: z.array(ConditionView),
    pipeline: z.array(PipelineView).describe('The steps people follow.'),
    volumes: z.array(VolumeProgressView),
    downtime: DowntimeView.optional(),
    phaseSeconds: z.array(PhaseSeconds).describe('How long each phase took.'),
    hold: RunHold.optional().describe('While the run waits for a person.'),
    failure: RunFailure.optional(),
    temporal: TemporalView.optional(),
  })
  .meta({ id: 'Run', description: 'One run of a plan.' });
export type RunView = z.infer<typeof RunView>;

const text = z.string().optional().catch(undefined);

const Spec = z
  .object({
    migPlanRef: z.object({ name: z.string() }).optional().catch(undefined),
    quiescePods: z.boolean().catch(false),
    startAt: text,
  })
  .catch({ migPlanRef: undefined, quiescePods: false });

const Report = z.object({
  workflowId: text,
  runId: text,
  downtime: RecordedDowntime.optional().catch(undefined),
  phaseSeconds: z.array(PhaseSeconds).catch([]),
  failure: RunFailure.optional().catch(undefined),
  held: RunHold.extend({ failure: RunFailure }).optional().catch(undefined),
});

const Status = z
  .object({
    conditions: Conditions,
    phase: z.string().catch(''),
    pipeline: z.array(PipelineEntry).catch([]),
    startTimestamp: text,
    drayage: Report.catch({ phaseSeconds: [] }),
  })
  .catch({ conditions: [], phase: '', pipeline: [], drayage: { phaseSeconds: [] } });

export interface RunContext {
  now: Date;
  temporal: TemporalLinks;
}

/** One run as users see it, from its MigMigration and the progress objects of its volumes. */
export function runView(
  migration: KubeObject,
  progresses: readonly KubeObject[],
  { now, temporal }: RunContext,
): RunView {
  const spec = Spec.parse(migration['spec']);
  const status = Status.parse(migration['status']);
  const { conditions, drayage } = status;
  const standing = runStanding(conditions);
  const ended = hasEnded(standing.state);
  return {
    name: migration.metadata.name,
    plan: spec.migPlanRef?.name ?? '',
    type: runType(migration),
    state: standing.state,
    phase: status.phase,
    ...present('step', stepOf(holding(conditions, 'Running'))),
    quiesce: spec.quiescePods,
    ...present('startsAt', startsAt(migration, spec.startAt, standing)),
    ...present('startedAt', status.startTimestamp),
    ...present('endedAt', ended ? standing.condition?.lastTransitionTime : undefined),
    conditions,
    pipeline: status.pipeline,
    volumes: volumeProgress(progresses),
    ...present('downtime', downtimeView(drayage.downtime, ended ? undefined : now)),
    phaseSeconds: drayage.phaseSeconds,
    ...present('hold', standing.state === 'held' ? holdView(drayage.held) : undefined),
    ...present(
      'failure',
      runFailure(conditions, standing, drayage.held?.failure ?? drayage.failure),
    ),
    ...present('temporal', temporalView(drayage, temporal)),
  };
}

function startsAt(
  { metadata }: KubeObject,
  startAt: string | undefined,
  { state }: RunStanding,
): string | undefined {
  const waits = state === 'pending' && mustWait({ startAt }, metadata.annotations);
  return waits ? startAt : undefined;
}

/** MTC counts in the message of the Running condition: `Step: 19/49`. */
function stepOf(running: ConditionView | undefined): RunView['step'] {
  const counted = /^Step: (\d+)\/(\d+)/.exec(running?.message ?? '');
  return counted === null ? undefined : { number: Number(counted[1]), total: Number(counted[2]) };
}

/** A field, or none at all when there is no value. */
function present<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}
