import type { ConditionDraft } from '../kinds/condition.ts';
import { backNumberOf, backStepOf, wayBackOf } from '../itinerary/way-back.ts';
import { type Hold, waysOut } from './hold.ts';
import type { RunState } from './state.ts';
import { troubleOf } from './trouble.ts';

const READY: ConditionDraft = {
  type: 'Ready',
  status: 'True',
  category: 'Required',
  message: 'The migration is ready.',
};

/**
 * The conditions of a run in MTC's words (mig-controller, pkg/controller/migmigration/validation.go).
 *
 * @param now milliseconds; without it nothing is said of what keeps failing
 */
export function runConditions(state: RunState, now?: number): ConditionDraft[] {
  const refused = state.warnings.some(({ category }) => category === 'Critical');
  const held = state.held === undefined ? [] : [heldOf(state.held)];
  const failing = state.held === undefined && now !== undefined ? retryingOf(state, now) : [];
  return [
    ...(refused ? [] : [READY]),
    ...endOf(state),
    ...held,
    ...failing,
    ...unhealthyOf(state),
    ...state.warnings,
  ];
}

/** As MTC says it after its verification. */
function unhealthyOf({ failure }: RunState): ConditionDraft[] {
  const names = (failure?.unhealthy ?? []).map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    {
      ...{ type: 'UnhealthyNamespaces', status: 'True', category: 'Warn' },
      reason: 'ErrorsDetected',
      message: `'${names.join(', ')}' has unhealthy pods. See status.namespaces for details.`,
      durable: true,
    },
  ];
}

/** What a person left out, and why. */
export function leftOut(phase: string, reason: string): ConditionDraft {
  return {
    type: 'StepLeftOut',
    status: 'True',
    category: 'Warn',
    reason: phase,
    message: `${phase} failed and was left out by hand: ${reason}`,
    durable: true,
  };
}

/** What fails and is tried again, as long as it does. */
function retryingOf(state: RunState, now: number): ConditionDraft[] {
  const trouble = state.outcome === undefined ? troubleOf(state, now) : undefined;
  if (trouble === undefined) return [];
  const { code, meaning, object, detail, hint } = trouble.failure;
  const { phase } = placeOf(state);
  const found = `${code} ${meaning}: ${object === undefined ? '' : `${object}: `}${detail}`;
  return [
    {
      ...{ type: 'KeepsFailing', status: 'True', category: 'Warn', reason: phase },
      message: `${phase} has kept failing since ${trouble.since}, and is tried again. ${found} ${hint}`,
    },
  ];
}

function heldOf(hold: Hold): ConditionDraft {
  const { phase, failure } = hold;
  const object = failure.object === undefined ? '' : `${failure.object}: `;
  return {
    type: 'Held',
    status: 'True',
    category: 'Warn',
    reason: phase,
    message:
      `The migration waits at ${phase}. ${failure.code} ${failure.meaning}: ${object}${failure.detail} ` +
      `${failure.hint} Then decide: ${waysOut(hold)}`,
  };
}

function endOf(state: RunState): ConditionDraft[] {
  switch (state.outcome) {
    case undefined:
      return [
        ...(state.undoing?.why === 'canceled' ? [cancelingOf(state.undoing)] : []),
        runningOf(state),
      ];
    case 'succeeded':
      return [ended('Succeeded', 'The migration has completed successfully.', 'Completed')];
    case 'warnings':
      return [
        ended(
          'SucceededWithWarnings',
          'The migration has completed with warnings, please look at `Warn` conditions.',
          'Completed',
        ),
      ];
    case 'failed':
      return [ended('Failed', failedMessage(state), failedPhase(state))];
    case 'canceled':
      return [ended('Canceled', canceledMessage(state), 'Cancel')];
  }
}

function ended(type: string, message: string, reason: string): ConditionDraft {
  return { type, status: 'True', category: 'Advisory', reason, message, durable: true };
}

function cancelingOf({ what }: { what: string }): ConditionDraft {
  const message = `The migration is being canceled: ${what}.`;
  const head = { type: 'Canceling', status: 'True', category: 'Advisory' } as const;
  return { ...head, reason: 'Cancel', message };
}

/** As in MTC it counts the steps of the list that the run follows at present. */
function runningOf(state: RunState): ConditionDraft {
  const { phase, number, total } = placeOf(state);
  const message = `Step: ${number}/${total}`;
  return { type: 'Running', status: 'True', category: 'Advisory', reason: phase, message };
}

/** Where a run that has not ended stands. */
export function placeOf(state: RunState): { phase: string; number: number; total: number } {
  const { undoing, undone = [] } = state;
  if (undoing === undefined) {
    const step = state.itinerary.steps[state.current];
    const { total } = state.itinerary;
    return { phase: step?.phase ?? 'Created', number: step?.number ?? 1, total };
  }
  const way = wayBackOf(undoing.why);
  const { phase } = backStepOf(way, undoing.undo);
  return {
    phase,
    ...backNumberOf(
      way,
      undone.map(({ undo }) => undo),
    ),
  };
}

/** What could not be taken back must not hide behind a cancellation. */
function canceledMessage({ leftBehind }: RunState): string {
  return ['The migration has been canceled.', ...leftBehind].join(' ');
}

/** MTC says only `See: Errors.`; the cause belongs where people look first. */
function failedMessage(state: RunState): string {
  const { failure } = state;
  if (failure === undefined) return 'The migration has failed.  See: Errors.';
  const object = failure.object === undefined ? '' : `${failure.object}: `;
  return (
    `The migration has failed.  See: Errors. ${failure.code} ${failure.meaning}: ` +
    `${object}${failure.detail} ${failure.hint}`
  );
}

function failedPhase(state: RunState): string {
  return state.itinerary.steps[state.current]?.phase ?? 'Created';
}
