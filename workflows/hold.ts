import { ApplicationFailure, condition, defineUpdate, setHandler } from '@temporalio/workflow';
import { DECIDE } from '../domain/engine-names.ts';
import type { RecordedStep } from '../domain/itinerary/record.ts';
import { type Decision, refuseDecision } from '../domain/run/hold.ts';
import type { RunState } from '../domain/run/state.ts';
import { failureRecordOf } from './failures.ts';
import type { Reporter } from './reporter.ts';

const decide = defineUpdate<undefined, [Decision]>(DECIDE);

/** Waits of a run at steps that failed. */
export interface Holds {
  /** Waits for a decision about a step; undefined when the time for it is over. */
  await(step: RecordedStep, error: unknown): Promise<Decision | undefined>;
}

/** Lets a run wait for a person, who is not asked about anything that nobody waits for. */
export function openHolds(state: RunState, reporter: Reporter, limitMinutes: number): Holds {
  let decision: Decision | undefined;
  let number = 0;
  setHandler(
    decide,
    (made) => {
      decision = made;
      return undefined;
    },
    {
      validator: (made: Decision) => {
        const refusal =
          decision === undefined
            ? refuseDecision(state.held, made)
            : 'another decision was made a moment ago';
        if (refusal === undefined) return;
        throw ApplicationFailure.nonRetryable(refusal, 'DRAY-2011');
      },
    },
  );
  return {
    async await(step, error) {
      number += 1;
      decision = undefined;
      // Nothing is tried any more.
      delete state.troubles;
      const since = Date.now();
      const limitMs = limitMinutes * 60_000;
      state.held = {
        number,
        phase: step.phase,
        failure: failureRecordOf(error),
        since: new Date(since).toISOString(),
        until: new Date(since + limitMs).toISOString(),
        skippable: step.skippable === true,
      };
      reporter.changed({ phase: true });
      try {
        await condition(() => decision !== undefined, limitMs, {
          summary: `${step.phase} waits for a person`,
        });
      } finally {
        delete state.held;
        reporter.changed({ phase: true });
      }
      return decision;
    },
  };
}
