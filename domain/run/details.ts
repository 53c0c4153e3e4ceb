import { waysOut } from './hold.ts';
import type { RunState } from './state.ts';

const MARKS = { ended: '✅', running: '⏳', waiting: '·' } as const;

/** What the Temporal UI shows of a run: the steps that apply, and what a person is to do, as Markdown. */
export function runDetails(state: RunState): string {
  const rows = state.itinerary.steps.flatMap((step, index) => {
    if (!step.applies) return [];
    const mark = state.marks[index];
    const sign = mark === undefined ? 'waiting' : mark.endedAt === undefined ? 'running' : 'ended';
    return [`| ${MARKS[sign]} | ${step.phase} | ${step.summary} |`];
  });
  return [headline(state), '', '| | phase | what |', '|---|---|---|', ...rows].join('\n');
}

function headline({ failure, held, undoing, outcome }: RunState): string {
  if (held !== undefined) {
    const { code, meaning, detail, hint } = held.failure;
    const cause = `**The run waits at ${held.phase}.** **${code}** ${meaning}: ${detail}`;
    return `${cause}\n\n**What to do:** ${hint} Then decide: ${waysOut(held)}`;
  }
  if (failure !== undefined) {
    return `**${failure.code}** ${failure.meaning}: ${failure.detail}\n\n**What to do:** ${failure.hint}`;
  }
  if (undoing !== undefined) return `Taking back: ${undoing.what}`;
  return outcome === undefined ? 'Nothing for you to do.' : `The run has ${outcome}.`;
}
