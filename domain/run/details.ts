import type { FailureRecord } from '../failures/failure.ts';
import type { RunInput } from './facts.ts';
import type { Hold } from './hold.ts';
import type { RunState, StepMark } from './state.ts';
import { troubleOf } from './trouble.ts';

/** Those that every font has; as in `dray status`. */
const SIGNS = { ended: '✓', running: '▸', failing: '**✗**', held: '**!**', waiting: '·' } as const;

/** Temporal refuses what is longer than 20,000 bytes; what was found may be the output of a program. */
const FOUND_LIMIT = 2_000;

/**
 * What the Temporal UI shows of a run, as Markdown: what a person is to do, then the steps that do something.
 *
 * @param now milliseconds
 */
export function runDetails(run: RunInput, state: RunState, now: number): string {
  const rows = state.itinerary.steps.flatMap((step, index) => {
    if (!step.applies || step.act === undefined) return [];
    const mark = state.marks[index];
    const sign = SIGNS[signOf(state, { mark, index, now })];
    return [`| ${sign} | **${step.phase}** ${step.summary} | ${took(mark)} |`];
  });
  return [
    `**${titleOf(run, state)}**`,
    '',
    headline(run, state, now),
    '',
    '| | step | took |',
    '|---|---|---|',
    ...rows,
  ].join('\n');
}

function titleOf({ plan, type = 'cutover' }: RunInput, { clusters, startedAt }: RunState): string {
  const way = clusters === undefined ? '' : ` from ${clusters.source} to ${clusters.target}`;
  return `${type} of ${plan}${way}, begun ${timeOf(startedAt)}`;
}

function headline(run: RunInput, state: RunState, now: number): string {
  const { failure, held, undoing, outcome } = state;
  if (held !== undefined) {
    return [
      `**The run waits for you at ${held.phase}, since ${timeOf(held.since)}.**`,
      causeOf(held.failure),
      `**What to do:** ${held.failure.hint}`,
      decisionsOn(held, run.plan),
    ].join('\n\n');
  }
  const trouble = outcome === undefined ? troubleOf(state, now) : undefined;
  if (trouble !== undefined) {
    const what = undoing === undefined ? 'The step keeps failing' : `Taking back ${undoing.what}`;
    return [
      `**${what}, since ${timeOf(trouble.since)}, and is tried again.**`,
      causeOf(trouble.failure),
      `**What to do:** ${trouble.failure.hint} Then it goes on by itself; \`dray cancel ${run.plan}\` gives up.`,
    ].join('\n\n');
  }
  if (failure !== undefined) {
    const taken = outcome === undefined ? ` Taking back: ${undoing?.what ?? ''}.` : '';
    return `${causeOf(failure)}${taken}\n\n**What to do:** ${failure.hint}`;
  }
  if (undoing !== undefined && outcome === undefined) return `Taking back: ${undoing.what}`;
  return outcome === undefined ? 'Nothing for you to do.' : `The run has ${ENDS[outcome]}.`;
}

function decisionsOn({ skippable, until }: Hold, plan: string): string {
  return [
    `- then \`dray retry ${plan}\`: what is missing of the step is done`,
    ...(skippable ? [`- or \`dray skip ${plan} --reason WHY\`: the run goes on without it`] : []),
    `- or \`dray rollback ${plan}\`: the run is taken back, as it is by itself at ${timeOf(until)}`,
  ].join('\n');
}

function timeOf(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

const ENDS = {
  succeeded: 'succeeded',
  warnings: 'succeeded, with warnings',
  failed: 'failed',
  canceled: 'been cancelled',
} as const;

function causeOf({ code, meaning, object, detail }: FailureRecord): string {
  const found = detail.length > FOUND_LIMIT ? `${detail.slice(0, FOUND_LIMIT)}…` : detail;
  return `**${code}** ${meaning}: ${object === undefined ? '' : `${object}: `}${found}`;
}

function signOf(
  state: RunState,
  { mark, index, now }: { mark: StepMark | undefined; index: number; now: number },
): keyof typeof SIGNS {
  if (mark === undefined) return 'waiting';
  if (mark.endedAt !== undefined) return 'ended';
  if (index !== state.current) return 'running';
  if (state.held !== undefined) return 'held';
  const isFailing = state.failure !== undefined || troubleOf(state, now) !== undefined;
  return isFailing ? 'failing' : 'running';
}

function took(mark: StepMark | undefined): string {
  if (mark === undefined) return '';
  if (mark.endedAt === undefined) return `since ${mark.startedAt.slice(11, 19)}`;
  const seconds = (Date.parse(mark.endedAt) - Date.parse(mark.startedAt)) / 1000;
  return seconds < 0.1 ? '' : `${seconds.toFixed(1)} s`;
}
